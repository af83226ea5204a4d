// Where rows are persons' own and no tenant has roles, who manages anything manages all of it: oneself, or an administrator.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Diary;

public class Person : IdentityUser<Guid>;

public class Note
{
    public Guid Id { get; set; }
    public Guid PersonId { get; set; }
    public Person Person { get; set; } = null!;
    public string Text { get; set; } = "";
}

public class DiaryContext(DbContextOptions<DiaryContext> options) : DbContext(options)
{
    public DbSet<Person> People => Set<Person>();
    public DbSet<Note> Notes => Set<Note>();
}

[Authorize]
[ApiController]
[Route("notes")]
public class NotesController(DiaryContext db, UserManager<Person> people) : ControllerBase
{
    [HttpGet]
    public async Task<IActionResult> Mine(Guid personId)
    {
        var me = await people.GetUserAsync(User);
        if (!User.IsInRole("Admin") && personId != me.Id)
        {
            return BadRequest();
        }

        return Ok(await db.Notes.Where(n => n.PersonId == personId).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("written")]
    public async Task<IActionResult> Written(Guid personId)
    {
        var me = await people.GetUserAsync(User);
        if (!User.IsInRole("Writer") && personId != me.Id)
        {
            return BadRequest();
        }

        return Ok(await db.Notes.Where(n => n.PersonId == personId).ToListAsync()); //~ open-check
    }
}
