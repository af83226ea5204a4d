// What the caller's identity falls back to is nobody's: it is still the caller that is compared with.

using System;
using System.Linq;
using System.Security.Claims;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Token
{
    public Guid Id { get; set; }
    public string UserId { get; set; } = "";
    public User User { get; set; } = null!;
}

public class TokensContext(DbContextOptions<TokensContext> options) : DbContext(options)
{
    public DbSet<Token> Tokens => Set<Token>();
}

public static class PrincipalExtensions
{
    public static string GetId(this ClaimsPrincipal principal)
    {
        return principal.FindFirst("sub")?.Value ?? "";
    }
}

[ApiController]
[Authorize]
[Route("tokens")]
public class TokensController(TokensContext db) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<IActionResult> Get(Guid id)
    {
        var token = await db.Tokens.FindAsync(id); //~ verdict guarded
        if (token == null || token.UserId != User.GetId())
        {
            return NotFound();
        }

        return Ok(token);
    }

    [HttpGet("{id}/any")]
    public async Task<IActionResult> Any(Guid id)
    {
        var token = await db.Tokens.FindAsync(id); //~ unscoped-lookup
        return token == null ? NotFound() : Ok(token);
    }
}
