// Records are loaded one by one, and a check inside of the loop passes over those of others.

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
    [HttpPost("leaky")]
    public async Task<List<decimal>> Leaky(List<Guid> ids)
    {
        var totals = new List<decimal>();
        foreach (var id in ids)
        {
            var invoice = await db.Invoices.FindAsync(id); //~ unscoped-lookup
            if (invoice is null)
                continue;
            totals.Add(invoice.Total);
        }
        return totals;
    }

    [HttpPost("safe")]
    public async Task<List<decimal>> Safe(List<Guid> ids)
    {
        var tenant = Guid.Parse(User.FindFirstValue("org")!);
        var totals = new List<decimal>();
        foreach (var id in ids)
        {
            var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
            if (invoice is null || invoice.OrganizationId != tenant)
                continue;
            totals.Add(invoice.Total);
        }
        return totals;
    }
}
