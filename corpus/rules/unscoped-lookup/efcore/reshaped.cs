// Rows that a step gives another form: what later steps, and who reads them, ask of the form is asked of the rows.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("reshaped")]
public class ReshapedController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("joined/{id}")]
    public async Task<IActionResult> Joined(Guid id)
    {
        var line = await db.Lines //~ verdict scoped
            .Join(db.Invoices, l => l.InvoiceId, i => i.Id, (l, i) => new { Line = l, Invoice = i })
            .Where(x => x.Invoice.OrganizationId == current.OrganizationId)
            .FirstOrDefaultAsync(x => x.Line.Id == id);
        return Ok(line);
    }

    [HttpGet("joined-only/{id}")]
    public async Task<IActionResult> JoinedOnly(Guid id)
    {
        var line = await db.Lines //~ unscoped-lookup
            .Join(db.Invoices, l => l.InvoiceId, i => i.Id, (l, i) => new { Line = l, Invoice = i })
            .FirstOrDefaultAsync(x => x.Line.Id == id);
        return Ok(line);
    }

    [HttpGet("let/{id}")]
    public async Task<IActionResult> Let(Guid id)
    {
        var query = from l in db.Lines //~ verdict scoped
                    join i in db.Invoices on l.InvoiceId equals i.Id
                    let mine = i.OrganizationId == current.OrganizationId
                    where mine && l.Id == id
                    select new { l, i.Total };
        return Ok(await query.FirstOrDefaultAsync());
    }

    [HttpGet("group/{id}")]
    public async Task<IActionResult> Group(Guid id)
    {
        var query = from i in db.Invoices //~ verdict scoped
                    join m in db.Members on i.OrganizationId equals m.OrganizationId into ms
                    from m in ms.DefaultIfEmpty()
                    where m.UserId == current.UserId && i.Id == id
                    select i;
        return Ok(await query.FirstOrDefaultAsync());
    }

    [HttpGet("selected/{id}")]
    public async Task<IActionResult> Selected(Guid id)
    {
        var found = await db.Invoices //~ verdict scoped
            .Select(i => new { Row = i, Owner = i.OrganizationId })
            .Where(x => x.Owner == current.OrganizationId)
            .FirstOrDefaultAsync(x => x.Row.Id == id);
        return Ok(found);
    }

    [HttpGet("flattened/{id}")]
    public async Task<IActionResult> Flattened(Guid id)
    {
        var found = await db.Lines //~ unscoped-lookup
            .Select(l => l.Invoice)
            .FirstOrDefaultAsync(i => i.Id == id);
        return Ok(found);
    }

    [HttpGet("seen/{id}")]
    public async Task<IActionResult> Seen(Guid id)
    {
        var found = await db.Lines //~ verdict guarded
            .Where(l => l.Id == id)
            .Select(l => new { l.Amount, Owner = l.Invoice.OrganizationId })
            .FirstOrDefaultAsync();
        if (found == null || found.Owner != current.OrganizationId)
        {
            return NotFound();
        }

        return Ok(found);
    }

    [HttpGet("shadow/{id}")]
    public async Task<IActionResult> Shadow(Guid id)
    {
        var found = await db.Invoices //~ verdict scoped
            .Where(i => EF.Property<Guid>(i, nameof(Invoice.OrganizationId)) == current.OrganizationId)
            .FirstOrDefaultAsync(i => i.Id == id);
        return Ok(found);
    }
}
