// Filters of the application's own: what an attribute in front of a handler asks for stands in its code, and nothing more is presumed.
using System;
using System.Linq;
using System.Security.Claims;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;

namespace Desk;

public class Team
{
    public Guid Id { get; set; }
}

public class TeamMember
{
    public Guid TeamId { get; set; }
    public Team Team { get; set; } = null!;
    public string UserId { get; set; } = "";
    public string Role { get; set; } = "";
}

public class Ticket
{
    public Guid Id { get; set; }
    public Guid TeamId { get; set; }
    public Team Team { get; set; } = null!;
}

public class DeskContext(DbContextOptions<DeskContext> options) : DbContext(options)
{
    public DbSet<Team> Teams => Set<Team>();
    public DbSet<TeamMember> Members => Set<TeamMember>();
    public DbSet<Ticket> Tickets => Set<Ticket>();
}

public class RequireFeatureAttribute(string feature) : ActionFilterAttribute
{
    public override void OnActionExecuting(ActionExecutingContext context)
    {
        if (!Features.IsOn(feature))
        {
            context.Result = new NotFoundResult();
        }
    }
}

public class RequireMemberAttribute : Attribute, IAsyncAuthorizationFilter
{
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var db = context.HttpContext.RequestServices.GetRequiredService<DeskContext>();
        var user = context.HttpContext.User.FindFirstValue(ClaimTypes.NameIdentifier);
        var team = Guid.Parse((string)context.RouteData.Values["id"]!);
        if (!await db.Members.AnyAsync(row => row.TeamId == team && row.UserId == user))
        {
            context.Result = new ForbidResult();
        }
    }
}

public class RequireSeatAttribute() : TypeFilterAttribute(typeof(SeatFilter));

public class SeatFilter(DeskContext db) : IAsyncActionFilter
{
    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        var user = context.HttpContext.User.FindFirstValue(ClaimTypes.NameIdentifier);
        var known = context.ActionArguments.TryGetValue("seat", out var seat);
        if (!known || !await db.Members.AnyAsync(row => row.TeamId == (Guid)seat! && row.UserId == user))
        {
            context.Result = new ForbidResult();
            return;
        }
        await next();
    }
}

[ApiController]
[Authorize]
[Route("teams")]
public class TicketsController(DeskContext db) : ControllerBase
{
    [RequireMember]
    [HttpGet("{id}/tickets")]
    public async Task<IActionResult> OfMember(Guid id) => Ok(await db.Tickets.Where(row => row.TeamId == id).ToListAsync()); //~ verdict scoped

    [RequireSeat]
    [HttpGet("{seat}/seats")]
    public async Task<IActionResult> OfSeat(Guid seat) => Ok(await db.Tickets.Where(row => row.TeamId == seat).ToListAsync()); //~ verdict scoped

    [RequireFeature("tickets")]
    [HttpGet("{teamId}/all")]
    public async Task<IActionResult> OfAnybody(Guid teamId) => Ok(await db.Tickets.Where(row => row.TeamId == teamId).ToListAsync()); //~ tenant-from-request

    [RequireMember]
    [HttpGet("{id}/tickets/{ticketId}")]
    public async Task<IActionResult> Untied(Guid id, Guid ticketId) => Ok(await db.Tickets.FirstAsync(row => row.Id == ticketId)); //~ unscoped-lookup

    [RequireElsewhereMember]
    [HttpGet("{teamId}/presumed")]
    public async Task<IActionResult> Presumed(Guid teamId) => Ok(await db.Tickets.Where(row => row.TeamId == teamId).ToListAsync()); //~ verdict scoped
}
