// One branch of two forgets the tenant.

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
    public bool Paid { get; set; }
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
    public async Task<ActionResult<decimal>> Leaky(Guid id, bool paid)
    {
        var tenant = Guid.Parse(User.FindFirstValue("org")!);
        Invoice? invoice;
        if (paid)
            invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.Paid); //~ unscoped-lookup
        else
            invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == tenant); //~ verdict scoped
        return invoice is null ? NotFound() : invoice.Total;
    }

    [HttpGet("safe/{id}")]
    public async Task<ActionResult<decimal>> Safe(Guid id, bool paid)
    {
        var tenant = Guid.Parse(User.FindFirstValue("org")!);
        Invoice? invoice;
        if (paid)
            invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == tenant && i.Paid); //~ verdict scoped
        else
            invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == tenant); //~ verdict scoped
        return invoice is null ? NotFound() : invoice.Total;
    }
}
