// Checks that are asked and stop nobody, and one that asks about no record.

using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(ShopContext db, ICurrentUser current, IAuthorizationService auth) : ControllerBase
{
    [HttpGet("ignored/{id}")]
    public async Task<IActionResult> Ignored(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ open-check
        var allowed = await auth.AuthorizeAsync(User, invoice, "Read");
        return Ok(new { invoice.Total, allowed.Succeeded });
    }

    [HttpGet("general/{id}")]
    public async Task<IActionResult> General(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ open-check
        var allowed = await auth.AuthorizeAsync(User, null, "Read");
        return allowed.Succeeded ? Ok(invoice) : Forbid();
    }

    [HttpGet("optional/{id}")]
    public async Task<IActionResult> Optional(Guid id, bool strict)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ open-check
        if (strict && !invoice.BelongsTo(current.OrganizationId))
        {
            return Forbid();
        }

        return Ok(invoice);
    }

    [HttpGet("none/{id}")]
    public async Task<IActionResult> None(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ unscoped-lookup
        if (invoice.Total == 0)
        {
            return NotFound();
        }

        return Ok(invoice);
    }
}
