// A tenant that keeps a bare list of who may see it knows no roles of its own: a role is one over all tenants.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Workspace
{
    public Guid Id { get; set; }
    public List<User> Users { get; set; } = new();
}

public class Book
{
    public Guid Id { get; set; }
    public Guid WorkspaceId { get; set; }
    public Workspace Workspace { get; set; } = null!;
}

public class ShelvesContext(DbContextOptions<ShelvesContext> options) : DbContext(options)
{
    public DbSet<Workspace> Workspaces => Set<Workspace>();
    public DbSet<Book> Books => Set<Book>();
}

[Authorize]
[ApiController]
[Route("books")]
public class BooksController(ShelvesContext db) : ControllerBase
{
    [Authorize(Policy = "RequireAdminRole")]
    [HttpDelete("{id}")]
    public async Task<IActionResult> Remove(Guid id)
    {
        var book = await db.Books.FindAsync(id); //~ unscoped-lookup pedantic
        db.Books.Remove(book);
        await db.SaveChangesAsync();
        return NoContent();
    }

    [Authorize(Policy = "RequireDownloadRole")]
    [HttpGet("{id}")]
    public async Task<IActionResult> Download(Guid id)
    {
        return Ok(await db.Books.FindAsync(id)); //~ unscoped-lookup
    }
}
