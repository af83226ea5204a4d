// The controller has its queries from the class that it extends.

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
    protected Invoice FindAny(Guid id) => db.Invoices.Single(i => i.Id == id);

    protected Invoice FindOwn(Guid id)
    {
        var tenant = Guid.Parse(User.FindFirstValue("org")!);
        return db.Invoices.Single(i => i.Id == id && i.OrganizationId == tenant);
    }
}

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(ShopContext db) : InvoiceControllerBase(db)
{
    [HttpGet("leaky/{id}")]
    public ActionResult<decimal> Leaky(Guid id)
    {
        var invoice = FindAny(id); //~ unscoped-lookup
        return invoice.Total;
    }

    [HttpGet("safe/{id}")]
    public ActionResult<decimal> Safe(Guid id)
    {
        var invoice = FindOwn(id); //~ verdict scoped
        return invoice.Total;
    }
}
