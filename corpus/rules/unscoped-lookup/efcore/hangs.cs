// A row that is asked for as the child of another is as good as that one, and it is that one that is reported.

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
public class LinesController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}/lines/{lineId}")]
    public async Task<IActionResult> Any(Guid id, Guid lineId)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ unscoped-lookup
        var line = await db.Lines.SingleAsync(l => l.InvoiceId == invoice.Id && l.Id == lineId); //~ verdict unscoped
        return Ok(line);
    }

    [HttpGet("own/{id}/lines/{lineId}")]
    public async Task<IActionResult> Own(Guid id, Guid lineId)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
        var line = await db.Lines.SingleAsync(l => l.InvoiceId == invoice.Id && l.Id == lineId); //~ verdict scoped
        return Ok(line);
    }
}
