// The tenant, or the request's id, goes through a member of the controller.

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
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

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController : ControllerBase
{
    private readonly ShopContext _db;
    private readonly Guid _tenant;

    public InvoicesController(ShopContext db, IHttpContextAccessor accessor)
    {
        _db = db;
        _tenant = Guid.Parse(accessor.HttpContext!.User.FindFirstValue("org")!);
    }

    [FromQuery]
    public Guid Wanted { get; set; }

    [HttpGet("leaky")]
    public async Task<ActionResult<decimal>> Leaky()
    {
        var invoice = await _db.Invoices.FirstOrDefaultAsync(i => i.Id == Wanted); //~ unscoped-lookup
        return invoice is null ? NotFound() : invoice.Total;
    }

    [HttpGet("safe/{id}")]
    public async Task<ActionResult<decimal>> Safe(Guid id)
    {
        var invoice = await _db.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == _tenant); //~ verdict scoped
        return invoice is null ? NotFound() : invoice.Total;
    }
}
