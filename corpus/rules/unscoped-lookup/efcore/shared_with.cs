// Beside the owner's own rows, those that are shared with a group that the caller is in. A group that somebody else is in says nothing.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Team
{
    public Guid Id { get; set; }
    public List<User> Users { get; set; } = new();
}

public class TeamUser
{
    public Guid TeamId { get; set; }
    public Team Team { get; set; } = null!;
    public Guid UserId { get; set; }
    public User User { get; set; } = null!;
}

public class Note
{
    public Guid Id { get; set; }
    public Guid UserId { get; set; }
    public User User { get; set; } = null!;
    public Guid? TeamId { get; set; }
    public Team? Team { get; set; }
}

public class NotesContext(DbContextOptions<NotesContext> options) : DbContext(options)
{
    public DbSet<Team> Teams => Set<Team>();
    public DbSet<TeamUser> TeamUsers => Set<TeamUser>();
    public DbSet<Note> Notes => Set<Note>();
}

[ApiController]
[Authorize]
[Route("notes")]
public class NotesController(NotesContext db, ICurrentUser current) : ControllerBase
{
    private Task<List<Guid>> TeamsOf(Guid user) => db.TeamUsers.Where(t => t.UserId == user).Select(t => t.TeamId).ToListAsync();

    [HttpGet("{id}")]
    public async Task<IActionResult> Shared(Guid id)
    {
        var userId = current.UserId;
        var teams = await TeamsOf(userId);
        return Ok(await db.Notes.SingleAsync(n => n.Id == id && (n.UserId == userId || teams.Contains(n.TeamId!.Value)))); //~ verdict scoped
    }

    [HttpGet("of/{other}/{id}")]
    public async Task<IActionResult> OfAnother(Guid other, Guid id)
    {
        var userId = current.UserId;
        var teams = await TeamsOf(other); //~ unscoped-lookup
        return Ok(await db.Notes.SingleAsync(n => n.Id == id && (n.UserId == userId || teams.Contains(n.TeamId!.Value)))); //~ unscoped-lookup
    }
}
