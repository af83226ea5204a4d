// Where nothing of what was sent is left once one's own rows are taken out, each of it is one's own. What is left says nothing of the rest.

using System;
using System.Collections.Generic;
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
    private async Task<List<Guid>> Own()
    {
        return await db.Invoices.Where(i => i.OrganizationId == current.OrganizationId).Select(i => i.Id).ToListAsync();
    }

    [HttpPost("taken-out")]
    public async Task<IActionResult> TakenOut([FromBody] List<Guid> ids)
    {
        var own = await Own();
        if (ids.Except(own).Any()) return NotFound();
        return Ok(await db.Lines.Where(l => ids.Contains(l.InvoiceId)).ToListAsync()); //~ verdict scoped
    }

    [HttpPost("not-among")]
    public async Task<IActionResult> NotAmong([FromBody] List<Guid> ids)
    {
        var own = await Own();
        var foreign = ids.Where(id => !own.Contains(id)).ToList();
        if (foreign.Count > 0) return NotFound(foreign);
        return Ok(await db.Lines.Where(l => ids.Contains(l.InvoiceId)).ToListAsync()); //~ verdict scoped
    }

    [HttpPost("counted")]
    public async Task<IActionResult> Counted([FromBody] List<Guid> ids)
    {
        var own = await Own();
        if (ids.Except(own).Count() != 0) return NotFound();
        return Ok(await db.Lines.Where(l => ids.Contains(l.InvoiceId)).ToListAsync()); //~ verdict scoped
    }

    [HttpPost("subset")]
    public async Task<IActionResult> Subset([FromBody] HashSet<Guid> ids)
    {
        var own = await Own();
        if (!ids.IsSubsetOf(own)) return NotFound();
        return Ok(await db.Lines.Where(l => ids.Contains(l.InvoiceId)).ToListAsync()); //~ verdict scoped
    }

    [HttpPost("any-not-among")]
    public async Task<IActionResult> AnyNotAmong([FromBody] List<Guid> ids)
    {
        var own = await Own();
        if (ids.Any(id => !own.Contains(id))) return NotFound();
        return Ok(await db.Lines.Where(l => ids.Contains(l.InvoiceId)).ToListAsync()); //~ verdict scoped
    }

    [HttpPost("left")]
    public async Task<IActionResult> Left([FromBody] List<Guid> ids)
    {
        var own = await Own();
        var foreign = ids.Except(own).ToList();
        if (foreign.Count == 0) return NotFound();
        return Ok(await db.Lines.Where(l => foreign.Contains(l.InvoiceId)).ToListAsync()); //~ open-check
    }

    [HttpPost("wrong-way")]
    public async Task<IActionResult> WrongWay([FromBody] List<Guid> ids)
    {
        var own = await Own();
        if (!ids.Except(own).Any()) return NotFound();
        return Ok(await db.Lines.Where(l => ids.Contains(l.InvoiceId)).ToListAsync()); //~ unscoped-lookup
    }
}
