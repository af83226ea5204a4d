// Who lets anybody in on purpose shows what is anybody's, even where somebody may have logged in; who looks up the person that a request
// names has a login of their own.

using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Account
{
    public Guid Id { get; set; }
    public Guid UserId { get; set; }
    public User User { get; set; } = null!;
    public string ApiKey { get; set; } = "";
}

public class AccountContext(DbContextOptions<AccountContext> options) : DbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();
}

[ApiController]
[Route("public")]
public class PublicController(ShopContext db, AccountContext accounts, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}")]
    [AllowAnonymous]
    public async Task<IActionResult> Shown(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ unscoped-lookup pedantic
        return Ok(new { invoice.Total, by = current.UserId });
    }

    [HttpPost("{id}/paid")]
    [AllowAnonymous]
    public async Task<IActionResult> Paid(Guid id)
    {
        await db.Invoices.Where(i => i.Id == id).ExecuteUpdateAsync(s => s.SetProperty(i => i.Paid, true)); //~ unscoped-write
        return Ok();
    }

    [HttpGet("{id}/by/{apiKey}")]
    [AllowAnonymous]
    public async Task<IActionResult> ByKey(Guid id, string apiKey)
    {
        var account = await accounts.Accounts.SingleAsync(a => a.ApiKey == apiKey); //~ verdict scoped
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ unscoped-lookup
        return Ok(new { invoice.Total, account.UserId });
    }
}
