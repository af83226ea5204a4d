// One method between the action and the query.

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
    private Invoice? Any(Guid id) => db.Invoices.SingleOrDefault(i => i.Id == id);

    private Invoice? Own(Guid id, Guid tenant) =>
        db.Invoices.SingleOrDefault(i => i.Id == id && i.OrganizationId == tenant);

    [HttpGet("leaky/{id}")]
    public ActionResult<decimal> Leaky(Guid id)
    {
        var invoice = Any(id); //~ unscoped-lookup
        return invoice is null ? NotFound() : invoice.Total;
    }

    [HttpGet("safe/{id}")]
    public ActionResult<decimal> Safe(Guid id)
    {
        var invoice = Own(id, Guid.Parse(User.FindFirstValue("org")!)); //~ verdict scoped
        return invoice is null ? NotFound() : invoice.Total;
    }
}
