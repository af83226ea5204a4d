// What was sent is cut down to what the caller has.

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
[Route("invoices")]
public class InvoicesController(ShopContext db, ICurrentUser current) : ControllerBase
{
    private async Task<List<Guid>> Own()
    {
        return await db.Members.Where(m => m.UserId == current.UserId).Select(m => m.OrganizationId).ToListAsync();
    }

    private async Task<List<Guid>> Picked(List<Guid> sent)
    {
        var allowed = await Own();
        return sent.Where(one => allowed.Contains(one)).ToList();
    }

    [HttpPost("picked")]
    public async Task<IActionResult> ByHelper([FromBody] List<Guid> sent)
    {
        var chosen = await Picked(sent);
        return Ok(await db.Invoices.Where(i => chosen.Contains(i.OrganizationId)).ToListAsync()); //~ verdict scoped
    }

    [HttpPost("common")]
    public async Task<IActionResult> ByCall([FromBody] List<Guid> sent)
    {
        var allowed = await Own();
        var chosen = sent.Intersect(allowed).ToList();
        return Ok(await db.Invoices.Where(i => chosen.Contains(i.OrganizationId)).ToListAsync()); //~ verdict scoped
    }

    [HttpPost("joined")]
    public async Task<IActionResult> Joined([FromBody] List<Guid> sent)
    {
        var allowed = await Own();
        var chosen = sent.Union(allowed).ToList();
        return Ok(await db.Invoices.Where(i => chosen.Contains(i.OrganizationId)).ToListAsync()); //~ tenant-from-request
    }
}
