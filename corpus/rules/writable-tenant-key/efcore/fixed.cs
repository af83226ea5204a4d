// The payload has no tenant key, cannot bind it, or is overwritten; or the one that it names was checked.

using System;
using System.Threading.Tasks;
using AutoMapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public record NewInvoice(decimal Total);

public class BoundInvoice
{
    [BindNever]
    public Guid OrganizationId { get; set; }
    public decimal Total { get; set; }
}

public record AnyInvoice(Guid OrganizationId, decimal Total);

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(ShopContext db, Access access, ICurrentUser current, IMapper mapper) : ControllerBase
{
    [HttpPost("bound")]
    public async Task Bound([FromBody] Invoice invoice)
    {
        invoice.OrganizationId = current.OrganizationId;
        db.Invoices.Add(invoice); //~ verdict scoped
        await db.SaveChangesAsync();
    }

    [HttpPost("mapped")]
    public async Task Mapped([FromBody] AnyInvoice data)
    {
        var invoice = mapper.Map<Invoice>(data);
        invoice.OrganizationId = current.OrganizationId;
        db.Invoices.Add(invoice); //~ verdict scoped
        await db.SaveChangesAsync();
    }

    [HttpPut("{id}/mapped")]
    public async Task MappedInto(Guid id, [FromBody] NewInvoice data)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
        mapper.Map(data, invoice);
        await db.SaveChangesAsync();
    }

    [HttpPut("{id}/values")]
    public async Task Values(Guid id, BoundInvoice data)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
        db.Entry(invoice).CurrentValues.SetValues(data);
        await db.SaveChangesAsync();
    }

    [HttpPost("checked")]
    public async Task Checked([FromBody] AnyInvoice data)
    {
        await access.EnsureMemberAsync(data.OrganizationId);
        db.Invoices.Add(new Invoice { OrganizationId = data.OrganizationId, Total = data.Total }); //~ verdict scoped
        await db.SaveChangesAsync();
    }
}
