// A check that answers with an answer and a word: what its answer is heeded for is let pass, however the pair is typed and handed on.

using System;
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
    private Task<(bool allow, string? message)> Soon(Invoice? invoice)
    {
        if (invoice == null) return Task.FromResult<(bool allow, string? message)>((false, "none"));
        return invoice.OrganizationId != current.OrganizationId
            ? Task.FromResult<(bool allow, string? message)>((false, "not yours"))
            : Task.FromResult<(bool allow, string? message)>((true, null));
    }

    private (bool allow, string? message) Chosen(Invoice invoice) =>
        invoice.OrganizationId != current.OrganizationId ? (false, "not yours") : (true, null);

    [HttpGet("{id}")]
    public async Task<IActionResult> AskedSoon(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        var permission = await Soon(invoice);
        if (!permission.allow)
        {
            return BadRequest(permission.message);
        }
        return Ok(invoice);
    }

    [HttpGet("chosen/{id}")]
    public async Task<IActionResult> AskedChosen(Guid id)
    {
        var invoice = await db.Invoices.FirstAsync(i => i.Id == id); //~ verdict guarded
        var (allow, message) = Chosen(invoice);
        return allow ? Ok(invoice) : BadRequest(message);
    }

    [HttpGet("unasked/{id}")]
    public async Task<IActionResult> Unasked(Guid id)
    {
        var invoice = await db.Invoices.FirstAsync(i => i.Id == id); //~ unscoped-lookup
        return Ok(invoice);
    }
}
