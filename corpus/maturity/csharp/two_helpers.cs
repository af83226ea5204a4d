// Two methods between the action and the query; the check is in neither of them.

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
    private Task<Invoice?> Load(Guid id) => db.Invoices.FirstOrDefaultAsync(i => i.Id == id);

    public async Task<Invoice> LoadOrThrow(Guid id)
    {
        var invoice = await Load(id);
        return invoice ?? throw new KeyNotFoundException();
    }
}

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(InvoiceStore store) : ControllerBase
{
    [HttpGet("leaky/{id}")]
    public async Task<ActionResult<decimal>> Leaky(Guid id)
    {
        var invoice = await store.LoadOrThrow(id); //~ unscoped-lookup
        return invoice.Total;
    }

    [HttpGet("safe/{id}")]
    public async Task<ActionResult<decimal>> Safe(Guid id)
    {
        var invoice = await store.LoadOrThrow(id); //~ verdict guarded
        if (invoice.OrganizationId != Guid.Parse(User.FindFirstValue("org")!))
            return NotFound();
        return invoice.Total;
    }
}
