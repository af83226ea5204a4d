using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Note
{
    public Guid Id { get; set; }
    public Guid UserId { get; set; }
    public User User { get; set; } = null!;
    public string Text { get; set; } = "";
}

public class NotesContext(DbContextOptions<NotesContext> options) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();
}

// Whom an entry point is meant for: anybody on purpose, or somebody with a role over rows of persons.
[Authorize]
[ApiController]
[Route("api/meant")]
public class MeantController(ShopContext db, NotesContext notes) : ControllerBase
{
    [AllowAnonymous]
    [HttpGet("invoices/{id}")]
    public async Task<IActionResult> Public(Guid id)
    {
        return Ok(await db.Invoices.FindAsync(id)); //~ unscoped-lookup pedantic
    }

    [AllowAnonymous]
    [HttpDelete("invoices/{id}")]
    public async Task<IActionResult> Remove(Guid id)
    {
        await db.Invoices.Where(i => i.Id == id).ExecuteDeleteAsync(); //~ unscoped-write
        return NoContent();
    }

    [HttpGet("notes/{id}")]
    public async Task<IActionResult> Any(Guid id)
    {
        return Ok(await notes.Notes.FindAsync(id)); //~ unscoped-lookup
    }

    [Authorize(Roles = "Manager")]
    [HttpGet("notes/{id}/managed")]
    public async Task<IActionResult> Managed(Guid id)
    {
        return Ok(await notes.Notes.FindAsync(id)); //~ unscoped-lookup pedantic
    }

    [Authorize(Roles = "Manager")]
    [HttpGet("invoices/{id}/managed")]
    public async Task<IActionResult> Tenants(Guid id)
    {
        return Ok(await db.Invoices.FindAsync(id)); //~ unscoped-lookup
    }
}
