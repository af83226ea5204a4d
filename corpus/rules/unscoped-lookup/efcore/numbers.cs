// Rows may be counted to see whether there are any: what a number says depends on what it is compared with, and how.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("lines")]
public class LinesController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("none/{id}")]
    public async Task<IActionResult> None(Guid id)
    {
        var own = await db.Invoices.Where(i => i.OrganizationId == current.OrganizationId && i.Id == id).ToListAsync();
        if (own.Count == 0) return NotFound();
        return Ok(await db.Lines.Where(l => l.InvoiceId == id).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("lessthanone/{id}")]
    public async Task<IActionResult> LessThanOne(Guid id)
    {
        var own = await db.Invoices.Where(i => i.OrganizationId == current.OrganizationId && i.Id == id).ToListAsync();
        if (own.Count < 1) return NotFound();
        return Ok(await db.Lines.Where(l => l.InvoiceId == id).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("counted/{id}")]
    public async Task<IActionResult> Counted(Guid id)
    {
        var own = await db.Invoices.CountAsync(i => i.OrganizationId == current.OrganizationId && i.Id == id);
        if (own <= 0) return NotFound();
        return Ok(await db.Lines.Where(l => l.InvoiceId == id).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("turned/{id}")]
    public async Task<IActionResult> Turned(Guid id)
    {
        var own = await db.Invoices.CountAsync(i => i.OrganizationId == current.OrganizationId && i.Id == id);
        if (!(0 < own)) return NotFound();
        return Ok(await db.Lines.Where(l => l.InvoiceId == id).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("some/{id}")]
    public async Task<IActionResult> Some(Guid id)
    {
        var own = await db.Invoices.Where(i => i.OrganizationId == current.OrganizationId && i.Id == id).ToListAsync();
        if (own.Count > 0) return NotFound();
        return Ok(await db.Lines.Where(l => l.InvoiceId == id).ToListAsync()); //~ unscoped-lookup
    }

    [HttpGet("always/{id}")]
    public async Task<IActionResult> Always(Guid id)
    {
        var own = await db.Invoices.CountAsync(i => i.OrganizationId == current.OrganizationId && i.Id == id);
        if (own < 0) return NotFound();
        return Ok(await db.Lines.Where(l => l.InvoiceId == id).ToListAsync()); //~ unscoped-lookup
    }

    [HttpGet("notmany/{id}")]
    public async Task<IActionResult> NotMany(Guid id)
    {
        var own = await db.Invoices.CountAsync(i => i.OrganizationId == current.OrganizationId && i.Id == id);
        if (own > 1) return NotFound();
        return Ok(await db.Lines.Where(l => l.InvoiceId == id).ToListAsync()); //~ unscoped-lookup
    }
}
