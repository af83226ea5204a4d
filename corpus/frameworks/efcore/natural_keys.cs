// What no two rows share names one of them: whoever has the row that a record names so has the record, whether a row, a value that was
// sent, or a condition says it. A row that is only asked for its being there tells no more.

using System;
using System.Collections.Generic;
using System.ComponentModel.DataAnnotations.Schema;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Post;

public class Person : IdentityUser { }

[Index(nameof(Address), IsUnique = true)]
public class Claim
{
    public Guid Id { get; set; }
    public string? PersonId { get; set; }
    [ForeignKey("PersonId")]
    public virtual Person? Person { get; set; }
    public string Address { get; set; } = null!;
    public string Label { get; set; } = null!;
}

public class Key
{
    public Guid Id { get; set; }
    public string PersonId { get; set; }
    public virtual Person Person { get; set; }
}

public class Letter
{
    public int Id { get; set; }
    public Guid KeyId { get; set; }
    public virtual Key Key { get; set; } = null!;
    public string To { get; set; } = null!;
    public string Subject { get; set; } = null!;
    public virtual List<Part> Parts { get; set; } = [];
}

public class Part
{
    public int Id { get; set; }
    public int LetterId { get; set; }
    public virtual Letter Letter { get; set; } = null!;
}

public class PostContext(DbContextOptions<PostContext> options) : DbContext(options)
{
    public DbSet<Person> People => Set<Person>();
    public DbSet<Claim> Claims => Set<Claim>();
    public DbSet<Letter> Letters => Set<Letter>();
    public DbSet<Part> Parts => Set<Part>();
    public DbSet<Key> Keys => Set<Key>();
}

[Authorize]
[ApiController]
[Route("letters")]
public class LettersController(PostContext db, UserManager<Person> people) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<IActionResult> Get(int id)
    {
        var (letter, error) = await Find(id);
        if (error != null) return error;
        return Ok(letter);
    }

    [HttpGet("{id}/parts/{partId}")]
    public async Task<IActionResult> GetPart(int id, int partId)
    {
        var (letter, error) = await Find(id);
        if (error != null) return error;
        var part = await db.Parts.FirstOrDefaultAsync(p => p.Id == partId && p.LetterId == letter!.Id); //~ verdict scoped
        if (part == null) return NotFound();
        return Ok(part);
    }

    [HttpDelete("{id}")]
    public async Task<IActionResult> Delete(int id)
    {
        var (letter, error) = await Find(id);
        if (error != null) return error;
        db.Letters.Remove(letter!); //~ verdict scoped
        await db.SaveChangesAsync();
        return Ok();
    }

    [HttpGet("box/{to}")]
    public async Task<IActionResult> Box(string to)
    {
        var me = await people.GetUserAsync(User);
        if (me == null) return Unauthorized();
        var claim = await db.Claims.FirstOrDefaultAsync(c => c.Address == to);
        if (claim is null) return BadRequest();
        if (claim.PersonId != me.Id) return BadRequest();
        return Ok(await db.Letters.Where(l => l.To == to).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("open/{to}")]
    public async Task<IActionResult> Open(string to)
    {
        return Ok(await db.Letters.Where(l => l.To == to).ToListAsync()); //~ unscoped-lookup
    }

    [HttpPost("bulk")]
    public async Task<IActionResult> Bulk(List<string> addresses)
    {
        var me = await people.GetUserAsync(User);
        var query = db.Letters.Where(l => db.Claims.Any(c => c.PersonId == me.Id && c.Address == l.To && addresses.Contains(c.Address))); //~ verdict scoped
        var total = await query.CountAsync();
        return Ok(new { total, letters = await query.ToListAsync() });
    }

    [HttpGet("labelled/{id}")]
    public async Task<IActionResult> Labelled(int id)
    {
        var me = await people.GetUserAsync(User);
        var letter = await db.Letters.FirstOrDefaultAsync(x => x.Id == id); //~ unscoped-lookup
        var claim = await db.Claims.FirstOrDefaultAsync(x => x.PersonId == me.Id && x.Label == letter.Subject);
        if (claim is null) return NotFound();
        return Ok(letter);
    }

    [HttpGet("taken/{address}")]
    public async Task<IActionResult> Taken(string address)
    {
        var claim = await db.Claims.FirstOrDefaultAsync(c => c.Address == address); //~ unscoped-lookup pedantic
        return Ok(claim != null);
    }

    private async Task<(Letter? Letter, IActionResult? Error)> Find(int id)
    {
        var me = await people.GetUserAsync(User);
        if (me is null) return (null, Unauthorized("no"));
        var letter = await db.Letters.Include(x => x.Parts).FirstOrDefaultAsync(x => x.Id == id); //~ verdict guarded
        if (letter is null) return (null, NotFound("no"));
        var claim = await db.Claims.FirstOrDefaultAsync(x => x.PersonId == me.Id && x.Address == letter.To);
        if (claim is null) return (null, Unauthorized("no"));
        return (letter, null);
    }
}
