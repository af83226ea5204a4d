// The query stands in a function inside of the method.

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
    public ActionResult<decimal> Leaky(Guid id)
    {
        Func<Invoice> load = () => db.Invoices.Single(i => i.Id == id); //~ unscoped-lookup
        return load().Total;
    }

    [HttpGet("safe/{id}")]
    public ActionResult<decimal> Safe(Guid id)
    {
        var tenant = Guid.Parse(User.FindFirstValue("org")!);

        Invoice Load()
        {
            return db.Invoices.Single(i => i.Id == id && i.OrganizationId == tenant); //~ verdict scoped
        }

        return Load().Total;
    }
}
