// Checks that do not count.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Shop;

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(ShopContext db, ICurrentUser current, ILogger<InvoicesController> logger) : ControllerBase
{
    [HttpGet("logged/{id}")]
    public async Task<IActionResult> Logged(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ open-check
        if (invoice.OrganizationId != current.OrganizationId)
        {
            logger.LogWarning("{Id} is another organization's", id);
        }

        return Ok(invoice);
    }

    [HttpGet("optional/{id}")]
    public async Task<IActionResult> Optional(Guid id, [FromQuery] bool strict)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ open-check
        if (strict && invoice.OrganizationId != current.OrganizationId)
        {
            return NotFound();
        }

        return Ok(invoice);
    }

    [HttpGet("ignored/{id}")]
    public async Task<IActionResult> Ignored(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ open-check
        invoice.BelongsTo(current.OrganizationId);
        return Ok(invoice);
    }

    [HttpGet("role/{id}")]
    public async Task<IActionResult> Role(Guid id)
    {
        if (!User.IsInRole("Accountant"))
        {
            return Forbid();
        }

        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ unscoped-lookup
        return Ok(invoice);
    }

    [HttpGet("other/{id}")]
    public async Task<IActionResult> Other(Guid id)
    {
        var own = await db.Invoices.FirstAsync(i => i.OrganizationId == current.OrganizationId); //~ verdict scoped
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ unscoped-lookup
        return Ok(new { own.Total, invoice.Paid });
    }

    [HttpGet("alternative/{id}")]
    public async Task<IActionResult> Alternative(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && (i.OrganizationId == current.OrganizationId || i.Paid)); //~ unscoped-lookup
        return Ok(invoice);
    }

    [HttpGet("negated/{id}")]
    public async Task<IActionResult> Negated(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId != current.OrganizationId); //~ unscoped-lookup
        return Ok(invoice);
    }
}
