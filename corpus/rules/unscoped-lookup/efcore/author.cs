// A row that says itself that the caller made it is the caller's.

using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Board
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
    public string CreatedBy { get; set; } = "";
    public string Kind { get; set; } = "";
}

public class BoardContext(DbContextOptions<BoardContext> options) : DbContext(options)
{
    public DbSet<Board> Boards => Set<Board>();
}

[ApiController]
[Authorize]
[Route("boards")]
public class BoardsController(BoardContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("own/{id}")]
    public async Task<IActionResult> Own(Guid id)
    {
        var board = await db.Boards.SingleAsync(b => b.Id == id); //~ verdict guarded
        if (board.CreatedBy != current.UserId.ToString())
        {
            return NotFound();
        }

        return Ok(board);
    }

    [HttpGet("other/{id}")]
    public async Task<IActionResult> Other(Guid id)
    {
        var board = await db.Boards.SingleAsync(b => b.Id == id); //~ unscoped-lookup
        if (board.Kind != current.UserId.ToString())
        {
            return NotFound();
        }

        return Ok(board);
    }

    [HttpGet("asked/{id}")]
    public async Task<IActionResult> AskedForOwn(Guid id)
    {
        var who = current.UserId.ToString();
        return Ok(await db.Boards.SingleAsync(b => b.Id == id && b.CreatedBy == who)); //~ verdict scoped
    }

    [HttpGet("asked-for-kind/{id}")]
    public async Task<IActionResult> AskedForKind(Guid id)
    {
        var who = current.UserId.ToString();
        return Ok(await db.Boards.SingleAsync(b => b.Id == id && b.Kind == who)); //~ unscoped-lookup
    }

    [HttpGet("asked-for-anybodys/{id}")]
    public async Task<IActionResult> AskedForAnybodys(Guid id, string who)
    {
        return Ok(await db.Boards.SingleAsync(b => b.Id == id && b.CreatedBy == who)); //~ unscoped-lookup
    }
}
