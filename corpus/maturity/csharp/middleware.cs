// A filter before the action compares the organization in the route with the caller's.

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using System.Security.Claims;

namespace Shop;

public class Organization
{
    public Guid Id { get; set; }
}

public class Invoice
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public decimal Total { get; set; }
}

public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
}

public class RequireMemberAttribute : ActionFilterAttribute
{
    public override void OnActionExecuting(ActionExecutingContext context)
    {
        var claimed = context.HttpContext.User.FindFirstValue("org");
        if (context.RouteData.Values["organizationId"] as string != claimed)
            throw new UnauthorizedAccessException();
    }
}

[ApiController]
[Authorize]
[Route("leaky/{organizationId}/invoices")]
public class LeakyController(ShopContext db) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<decimal> Total(Guid organizationId, Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == organizationId); //~ tenant-from-request
        return invoice.Total;
    }
}

[ApiController]
[Authorize]
[RequireMember]
[Route("safe/{organizationId}/invoices")]
public class SafeController(ShopContext db) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<decimal> Total(Guid organizationId, Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == organizationId); //~ verdict scoped
        return invoice.Total;
    }
}
