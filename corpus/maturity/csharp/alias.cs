// A query and a refinement of it go by different names.

using Microsoft.AspNetCore.Authorization;
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
public class InvoicesController(ShopContext db) : ControllerBase
{
    [HttpGet("leaky/{id}")]
    public async Task<ActionResult<decimal>> Leaky(Guid id)
    {
        var tenant = Guid.Parse(User.FindFirstValue("org")!);
        var wanted = db.Invoices.Where(i => i.Id == id); //~ unscoped-lookup
        var own = wanted.Where(i => i.OrganizationId == tenant);
        var query = wanted;
        var invoice = await query.FirstOrDefaultAsync();
        return invoice is null ? NotFound() : invoice.Total;
    }

    [HttpGet("safe/{id}")]
    public async Task<ActionResult<decimal>> Safe(Guid id)
    {
        var tenant = Guid.Parse(User.FindFirstValue("org")!);
        var wanted = db.Invoices.Where(i => i.Id == id); //~ verdict scoped
        var own = wanted.Where(i => i.OrganizationId == tenant);
        var query = own;
        var invoice = await query.FirstOrDefaultAsync();
        return invoice is null ? NotFound() : invoice.Total;
    }
}
