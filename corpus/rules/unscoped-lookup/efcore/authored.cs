// Most that reads remarks asks for anybody's: who wrote one need not be the only one to read it, and still alone may change it.
// Of diaries all but one are asked for by whose they are.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Remark
{
    public Guid Id { get; set; }
    public Guid UserId { get; set; }
    public User User { get; set; } = null!;
    public string Topic { get; set; } = "";
    public string Text { get; set; } = "";
}

public class Diary
{
    public Guid Id { get; set; }
    public Guid UserId { get; set; }
    public User User { get; set; } = null!;
    public string Topic { get; set; } = "";
}

public class RemarkContext(DbContextOptions<RemarkContext> options) : DbContext(options)
{
    public DbSet<Remark> Remarks => Set<Remark>();
    public DbSet<Diary> Diaries => Set<Diary>();
}

[ApiController]
[Authorize]
[Route("remarks")]
public class RemarksController(RemarkContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<IActionResult> Show(Guid id)
    {
        return Ok(await db.Remarks.SingleAsync(r => r.Id == id)); //~ unscoped-lookup pedantic
    }

    [HttpGet("{id}/text")]
    public async Task<IActionResult> Text(Guid id)
    {
        return Ok((await db.Remarks.SingleAsync(r => r.Id == id)).Text); //~ unscoped-lookup pedantic
    }

    [HttpGet("topics/{topic}")]
    public async Task<IActionResult> OfTopic(string topic)
    {
        return Ok(await db.Remarks.Where(r => r.Topic == topic).ToListAsync()); //~ unscoped-lookup pedantic
    }

    [HttpGet("titles/{title}")]
    public async Task<IActionResult> Titled(string title)
    {
        return Ok(await db.Remarks.Where(r => r.Text == title).ToListAsync()); //~ unscoped-lookup pedantic
    }

    [HttpGet("quotes/{id}")]
    public async Task<IActionResult> Quote(Guid id)
    {
        return Ok(await db.Remarks.FirstOrDefaultAsync(r => r.Id == id)); //~ unscoped-lookup pedantic
    }

    [HttpGet("mine")]
    public async Task<IActionResult> Mine()
    {
        return Ok(await db.Remarks.Where(r => r.UserId == current.UserId).ToListAsync()); //~ verdict scoped
    }

    [HttpPut("{id}")]
    public async Task<IActionResult> Change(Guid id, string text)
    {
        var remark = await db.Remarks.SingleAsync(r => r.Id == id); //~ unscoped-lookup
        remark.Text = text;
        await db.SaveChangesAsync();
        return Ok(remark);
    }

    [HttpGet("diaries/mine")]
    public async Task<IActionResult> Diaries()
    {
        return Ok(await db.Diaries.Where(d => d.UserId == current.UserId).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("diaries/topics/{topic}")]
    public async Task<IActionResult> DiariesOfTopic(string topic)
    {
        return Ok(await db.Diaries.Where(d => d.Topic == topic).ToListAsync()); //~ unscoped-lookup
    }
}
