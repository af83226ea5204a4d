// Only the class that overrides the method is tied to the tenant.

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

public abstract class InvoiceControllerBase(ShopContext db) : ControllerBase
{
    protected virtual IQueryable<Invoice> Invoices() => db.Invoices;
}

[ApiController]
[Authorize]
[Route("leaky")]
public class LeakyController(ShopContext db) : InvoiceControllerBase(db)
{
    [HttpGet("{id}")]
    public decimal Leaky(Guid id)
    {
        var invoice = Invoices().Single(i => i.Id == id); //~ unscoped-lookup
        return invoice.Total;
    }
}

[ApiController]
[Authorize]
[Route("safe")]
public class SafeController(ShopContext db) : InvoiceControllerBase(db)
{
    protected override IQueryable<Invoice> Invoices()
    {
        var tenant = Guid.Parse(User.FindFirstValue("org")!);
        return base.Invoices().Where(i => i.OrganizationId == tenant);
    }

    [HttpGet("{id}")]
    public decimal Safe(Guid id)
    {
        var invoice = Invoices().Single(i => i.Id == id); //~ verdict scoped
        return invoice.Total;
    }
}
