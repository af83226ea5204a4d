// A query as an object: its constructor keeps what its method asks with.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class InvoicesByOrganization
{
    private readonly Guid _organizationId;
    private readonly bool? _paid;

    public InvoicesByOrganization(Guid organizationId, bool? paid)
    {
        _organizationId = organizationId;
        _paid = paid;
    }

    public async Task<List<Invoice>> Run(ShopContext db)
    {
        return await db.Invoices.Where(i => i.OrganizationId == _organizationId && i.Paid == _paid).ToListAsync();
    }
}

public class InvoiceById(Guid invoiceId)
{
    private readonly Guid _invoiceId = invoiceId;

    public async Task<Invoice> Run(ShopContext db) => await db.Invoices.SingleAsync(i => i.Id == _invoiceId);
}

[ApiController]
[Authorize]
public class QueryObjectController(ShopContext db, ICurrentUser user) : ControllerBase
{
    [HttpGet("invoices")]
    public async Task<IActionResult> List(bool? paid) => Ok(await new InvoicesByOrganization(user.OrganizationId, paid).Run(db)); //~ verdict scoped

    [HttpGet("invoices/{id}")]
    public async Task<IActionResult> Get(Guid id) => Ok(await new InvoiceById(id).Run(db)); //~ unscoped-lookup
}
