// A check leaves the method before the record is used.

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
        var invoice = await db.Invoices.FindAsync(id); //~ unscoped-lookup
        if (invoice is null || tenant == Guid.Empty)
            return NotFound();
        return invoice.Total;
    }

    [HttpGet("safe/{id}")]
    public async Task<ActionResult<decimal>> Safe(Guid id)
    {
        var tenant = Guid.Parse(User.FindFirstValue("org")!);
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (invoice is null)
            return NotFound();
        if (invoice.OrganizationId != tenant)
            return NotFound();
        return invoice.Total;
    }
}
