// Two methods that call each other; the query is in the one, and is reached from the other as well.

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

public class InvoiceStore(ShopContext db)
{
    public async Task<Invoice> Load(Guid id, int attempts)
    {
        if (attempts > 0)
            return await Retry(id, attempts);
        return await db.Invoices.FirstAsync(i => i.Id == id);
    }

    public async Task<Invoice> Retry(Guid id, int attempts) => await Load(id, attempts - 1);
}

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(InvoiceStore store) : ControllerBase
{
    [HttpGet("safe/{id}")]
    public async Task<ActionResult<decimal>> Safe(Guid id)
    {
        var invoice = await store.Load(id, 2); //~ verdict guarded
        if (invoice.OrganizationId != Guid.Parse(User.FindFirstValue("org")!))
            return NotFound();
        return invoice.Total;
    }

    [HttpGet("leaky/{id}")]
    public async Task<ActionResult<decimal>> Leaky(Guid id)
    {
        var invoice = await store.Retry(id, 2); //~ unscoped-lookup
        return invoice.Total;
    }
}
