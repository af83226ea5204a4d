// The same checks, heeded and asked about the record.

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
    [HttpGet("asked/{id}")]
    public async Task<IActionResult> Asked(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ verdict guarded
        var allowed = await auth.AuthorizeAsync(User, invoice, "Read");
        return allowed.Succeeded ? Ok(invoice) : Forbid();
    }

    [HttpGet("always/{id}")]
    public async Task<IActionResult> Always(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ verdict guarded
        if (!invoice.BelongsTo(current.OrganizationId))
        {
            return Forbid();
        }

        return Ok(invoice);
    }

    [HttpGet("general/{id}")]
    public async Task<IActionResult> General(Guid id)
    {
        var own = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
        var allowed = await auth.AuthorizeAsync(User, null, "Read");
        return allowed.Succeeded ? Ok(own) : Forbid();
    }
}
