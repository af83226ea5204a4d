using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// Whether what was found is among what is the caller's: one of them, none of them, each of them.
[Authorize]
[ApiController]
[Route("api/invoices")]
public class AmongController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}/amongkeys")]
    public async Task<IActionResult> AmongKeys(Guid id)
    {
        var mine = db.Organizations.Where(o => o.Members.Select(m => m.UserId).Contains(current.UserId)).Select(o => o.Id).AsEnumerable();
        var found = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (!mine.Contains(found.OrganizationId)) throw new UnauthorizedAccessException();
        return Ok(found);
    }

    [HttpGet("{id}/ofmembers")]
    public async Task<IActionResult> OfMembers(Guid id)
    {
        var found = await db.Invoices.Where(i => i.Organization.Members.Select(m => m.UserId).Contains(current.UserId)).FirstAsync(i => i.Id == id); //~ verdict scoped
        return Ok(found);
    }

    [HttpGet("{id}/notallothers")]
    public async Task<IActionResult> NotAllOthers(Guid id)
    {
        var mine = await db.Organizations.Where(o => o.Members.Any(m => m.UserId == current.UserId)).ToListAsync();
        var found = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (mine.All(o => o.Id != found.OrganizationId)) throw new UnauthorizedAccessException();
        return Ok(found);
    }

    [HttpGet("{id}/oneofown")]
    public async Task<IActionResult> OneOfOwn(Guid id)
    {
        var mine = await db.Organizations.Where(o => o.Members.Any(m => m.UserId == current.UserId)).ToListAsync();
        var found = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (!mine.Any(o => o.Id == found.OrganizationId)) throw new UnauthorizedAccessException();
        return Ok(found);
    }

    [HttpGet("{id}/allthesame")]
    public async Task<IActionResult> AllTheSame(Guid id)
    {
        var mine = await db.Organizations.Where(o => o.Members.Any(m => m.UserId == current.UserId)).ToListAsync();
        var found = await db.Invoices.FindAsync(id); //~ unscoped-lookup
        if (mine.All(o => o.Id == found.OrganizationId)) throw new UnauthorizedAccessException();
        return Ok(found);
    }

    [HttpPost("noneofothers")]
    public async Task<IActionResult> NoneOfOthers(List<Guid> ids)
    {
        var found = await db.Invoices.Where(i => ids.Contains(i.Id)).ToListAsync(); //~ verdict guarded
        if (found.Any(i => i.OrganizationId != current.OrganizationId)) throw new UnauthorizedAccessException();
        return Ok(found);
    }

    [HttpPost("allown")]
    public async Task<IActionResult> AllOwn(List<Guid> ids)
    {
        var found = await db.Invoices.Where(i => ids.Contains(i.Id)).ToListAsync(); //~ verdict guarded
        if (!found.All(i => i.OrganizationId == current.OrganizationId)) throw new UnauthorizedAccessException();
        return Ok(found);
    }

    [HttpPost("one-own")]
    public async Task<IActionResult> OneOwn(List<Guid> ids)
    {
        var found = await db.Invoices.Where(i => ids.Contains(i.Id)).ToListAsync(); //~ unscoped-lookup
        if (!found.Any(i => i.OrganizationId == current.OrganizationId)) throw new UnauthorizedAccessException();
        return Ok(found);
    }
}
