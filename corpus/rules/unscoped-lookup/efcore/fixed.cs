// The query carries the tenant, directly or through its parent.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<IActionResult> Get(Guid id)
    {
        var own = db.Invoices.Where(i => i.OrganizationId == current.OrganizationId); //~ verdict scoped
        var invoice = await own.SingleOrDefaultAsync(i => i.Id == id);
        return invoice is null ? NotFound() : Ok(invoice);
    }

    [HttpGet("lines/{id}")]
    public async Task<IActionResult> Line(Guid id)
    {
        var line = await db.Lines.SingleOrDefaultAsync(l => l.Id == id && l.Invoice.OrganizationId == current.OrganizationId); //~ verdict scoped
        return line is null ? NotFound() : Ok(line);
    }
}
