// Policies: what one asks for is written where it is configured, or in the code of its requirement. It may be asked in front of a group,
// or in the middle of a handler, alone or of an object that was made of what was sent.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Desk;

public class Organization
{
    public Guid Id { get; set; }
}

public class Member
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
    public Guid UserId { get; set; }
}

public class Ticket
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
    public string Title { get; set; } = "";
}

public interface ICurrentUser
{
    Guid UserId { get; }
}

public class DeskContext(DbContextOptions<DeskContext> options) : DbContext(options)
{
    public DbSet<Member> Members => Set<Member>();
    public DbSet<Ticket> Tickets => Set<Ticket>();
}

public class InOrganization : IAuthorizationRequirement
{
}

public class InOrganizationHandler(DeskContext db, IHttpContextAccessor accessor, ICurrentUser user) : AuthorizationHandler<InOrganization>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, InOrganization requirement)
    {
        var values = accessor.HttpContext.GetRouteData().Values;
        values.TryGetValue("organizationId", out var value);
        var id = Guid.Parse(value.ToString());
        if (await db.Members.AnyAsync(m => m.OrganizationId == id && m.UserId == user.UserId)) //~ verdict latent
        {
            context.Succeed(requirement);
        }
    }
}

public class Change : IAuthorizationRequirement
{
    public static readonly Change Create = new();
}

public static class Startup
{
    public static void AddPolicies(this IServiceCollection services)
    {
        services.AddAuthorization(options =>
        {
            options.AddPolicy("Application", policy => policy.RequireAuthenticatedUser().RequireClaim("scope", "api"));
            options.AddPolicy("Inside", policy => policy.AddRequirements(new InOrganization()));
        });
    }

    public static void MapAll(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGroup("/organizations/{organizationId:guid}/guarded").MapGuarded();
        endpoints.MapGroup("/organizations/{organizationId:guid}/open").MapOpen();
    }

    public static RouteGroupBuilder MapGuarded(this RouteGroupBuilder group)
    {
        group.RequireAuthorization(new AuthorizeAttribute("Inside"));
        group.MapGet("", async (Guid organizationId, DeskContext db) =>
            await db.Tickets.Where(t => t.OrganizationId == organizationId).ToListAsync()); //~ verdict scoped
        return group;
    }

    public static RouteGroupBuilder MapOpen(this RouteGroupBuilder group)
    {
        group.MapGet("", async (Guid organizationId, DeskContext db) =>
            await db.Tickets.Where(t => t.OrganizationId == organizationId).ToListAsync()); //~ tenant-from-request
        return group;
    }
}

public class TicketRequest
{
    public string Title { get; set; } = "";

    public Ticket ToTicket(Guid organizationId) => new() { OrganizationId = organizationId, Title = Title };
}

[ApiController]
[Route("organizations/{organizationId}/tickets")]
public class TicketsController(DeskContext db, IAuthorizationService authorization) : ControllerBase
{
    [HttpGet("inside")]
    [Authorize("Inside")]
    public async Task<IActionResult> Inside(Guid organizationId)
    {
        return Ok(await db.Tickets.Where(t => t.OrganizationId == organizationId).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("logged-in")]
    [Authorize("Application")]
    public async Task<IActionResult> LoggedIn(Guid organizationId)
    {
        return Ok(await db.Tickets.Where(t => t.OrganizationId == organizationId).ToListAsync()); //~ tenant-from-request
    }

    [HttpGet("asked")]
    [Authorize("Application")]
    public async Task<IActionResult> Asked(Guid organizationId)
    {
        if (!(await authorization.AuthorizeAsync(User, new InOrganization())).Succeeded)
        {
            return Forbid();
        }

        return Ok(await db.Tickets.Where(t => t.OrganizationId == organizationId).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("asked/{otherOrganizationId}")]
    [Authorize("Application")]
    public async Task<IActionResult> AskedOfAnother(Guid otherOrganizationId)
    {
        if (!(await authorization.AuthorizeAsync(User, new InOrganization())).Succeeded)
        {
            return Forbid();
        }

        return Ok(await db.Tickets.Where(t => t.OrganizationId == otherOrganizationId).ToListAsync()); //~ tenant-from-request
    }

    [HttpPost]
    [Authorize("Application")]
    public async Task<IActionResult> Make(Guid organizationId, [FromBody] TicketRequest request)
    {
        var ticket = request.ToTicket(organizationId);
        if (!(await authorization.AuthorizeAsync(User, ticket, Change.Create)).Succeeded)
        {
            return Forbid();
        }

        if (await db.Tickets.CountAsync(t => t.OrganizationId == organizationId) > 100) //~ verdict scoped
        {
            return Conflict();
        }

        db.Tickets.Add(ticket); //~ verdict scoped
        await db.SaveChangesAsync();
        return Ok(ticket);
    }
}
