// What a method gives the members of its own object is followed: within it, and from methods that it calls.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Folder
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
}

public class FolderContext(DbContextOptions<FolderContext> options) : DbContext(options)
{
    public DbSet<Folder> Folders => Set<Folder>();
}

[ApiController]
[Authorize]
[Route("folders")]
public class FoldersController(FolderContext db, ICurrentUser current) : ControllerBase
{
    private IQueryable<Folder> _rows = null!;
    private Folder? _folder;

    private Folder? Found { get; set; }

    [HttpGet("checked/{id}")]
    public async Task<IActionResult> Checked(Guid id)
    {
        Found = await db.Folders.FindAsync(id); //~ verdict guarded
        if (Found == null || Found.OrganizationId != current.OrganizationId)
        {
            return NotFound();
        }

        return Ok(Found);
    }

    [HttpGet("unchecked/{id}")]
    public async Task<IActionResult> Unchecked(Guid id)
    {
        this._rows = db.Folders; //~ unscoped-lookup
        var folder = await this._rows.SingleAsync(f => f.Id == id);
        return Ok(folder);
    }

    [HttpGet("narrowed/{id}")]
    public async Task<IActionResult> Narrowed(Guid id)
    {
        Narrow();
        var folder = await _rows.SingleAsync(f => f.Id == id); //~ verdict scoped
        return Ok(folder);
    }

    [HttpGet("loaded/{id}")]
    public async Task<IActionResult> Loaded(Guid id)
    {
        await Load(id);
        if (_folder == null || _folder.OrganizationId != current.OrganizationId)
        {
            return NotFound();
        }

        return Ok(_folder);
    }

    private void Narrow()
    {
        _rows = db.Folders.Where(f => f.OrganizationId == current.OrganizationId);
    }

    private async Task Load(Guid id)
    {
        _folder = await db.Folders.FindAsync(id); //~ verdict guarded
    }
}
