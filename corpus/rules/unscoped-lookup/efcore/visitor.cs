// A person who is found by what their browser keeps is who sends the request, and a message that was signed with the installation's own
// secret was handed out by it.
using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Visits;

public class User
{
    public int Id { get; set; }
    public Guid VisitorGuid { get; set; }
}

public class Basket
{
    public int Id { get; set; }
    public int UserId { get; set; }
    public User User { get; set; } = null!;
}

public class VisitContext(DbContextOptions<VisitContext> options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();
    public DbSet<Basket> Baskets => Set<Basket>();
}

public class Notice
{
    public int BasketId { get; set; }
    public string Signature { get; set; } = "";

    public bool Verify(string secretKey) => Signature == Hmac.Of(BasketId.ToString(), secretKey);
}

public class PaymentSettings
{
    public string SecretKey { get; set; } = "";
}

[ApiController]
[Route("baskets")]
public class BasketsController(VisitContext db, PaymentSettings settings) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<ActionResult<Basket>> Own(int id)
    {
        var visitor = Guid.Parse(Request.Cookies["visitor"]!);
        var user = await db.Users.SingleAsync(row => row.VisitorGuid == visitor);
        var basket = await db.Baskets.FirstOrDefaultAsync(row => row.Id == id && row.UserId == user.Id); //~ verdict scoped
        return basket == null ? NotFound() : basket;
    }

    [Authorize]
    [HttpGet("{id}/of")]
    public async Task<ActionResult<Basket>> Sent(int id, Guid visitor)
    {
        var user = await db.Users.SingleAsync(row => row.VisitorGuid == visitor);
        var basket = await db.Baskets.FirstOrDefaultAsync(row => row.Id == id && row.UserId == user.Id); //~ tenant-from-request
        return basket == null ? NotFound() : basket;
    }

    [HttpPost("paid")]
    public async Task<IActionResult> Paid(Notice notice)
    {
        if (!notice.Verify(settings.SecretKey))
        {
            return BadRequest();
        }
        db.Baskets.Remove(await db.Baskets.SingleAsync(row => row.Id == notice.BasketId)); //~ verdict scoped
        await db.SaveChangesAsync();
        return Ok();
    }

    [HttpPost("unsigned")]
    public async Task<IActionResult> Unsigned(Notice notice)
    {
        db.Baskets.Remove(await db.Baskets.SingleAsync(row => row.Id == notice.BasketId)); //~ unscoped-lookup
        await db.SaveChangesAsync();
        return Ok();
    }
}
