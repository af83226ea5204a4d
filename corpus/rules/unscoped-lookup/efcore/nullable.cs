// What may be missing is the same once it is known to be there: `draft.OrganizationId.Value` is the column, and `query.Tenant.Value` the input.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Draft
{
    public Guid Id { get; set; }
    public Guid? OrganizationId { get; set; }
    public Organization? Organization { get; set; }
    public Guid? Number { get; set; }
}

public class DraftContext(DbContextOptions<DraftContext> options) : DbContext(options)
{
    public DbSet<Draft> Drafts => Set<Draft>();
}

public class DraftQuery
{
    public Guid? Tenant { get; set; }
}

[ApiController]
[Authorize]
[Route("drafts")]
public class DraftsController(DraftContext db, Access access, ICurrentUser current) : ControllerBase
{
    [HttpGet("checked/{id}")]
    public async Task<IActionResult> Checked(Guid id)
    {
        var draft = await db.Drafts.SingleOrDefaultAsync(d => d.Id == id); //~ verdict guarded
        if (draft == null || !draft.OrganizationId.HasValue || draft.OrganizationId.Value != current.OrganizationId)
        {
            return NotFound();
        }

        return Ok(draft);
    }

    [HttpGet("numbered/{id}")]
    public async Task<IActionResult> Numbered(Guid id)
    {
        var draft = await db.Drafts.SingleOrDefaultAsync(d => d.Id == id); //~ unscoped-lookup
        if (draft == null || !draft.Number.HasValue || draft.Number.Value != current.OrganizationId)
        {
            return NotFound();
        }

        return Ok(draft);
    }

    [HttpGet("asked")]
    public async Task<IActionResult> Asked([FromQuery] DraftQuery query)
    {
        if (!query.Tenant.HasValue)
        {
            return BadRequest();
        }

        await access.EnsureMemberAsync(query.Tenant.Value);
        return Ok(await db.Drafts.Where(d => d.OrganizationId == query.Tenant).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("inside")]
    public async Task<IActionResult> Inside()
    {
        return Ok(await db.Drafts.Where(d => d.OrganizationId!.Value == current.OrganizationId).ToListAsync()); //~ verdict scoped
    }
}
