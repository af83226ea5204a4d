// The query is awaited, and so is the method that makes it.

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
    private async Task<Invoice?> FindOwnAsync(Guid id, Guid tenant)
    {
        var query = db.Invoices.Where(i => i.Id == id && i.OrganizationId == tenant);
        return await query.FirstOrDefaultAsync();
    }

    [HttpGet("leaky/{id}")]
    public async Task<ActionResult<decimal>> Leaky(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id).ConfigureAwait(false); //~ unscoped-lookup
        return invoice is null ? NotFound() : invoice.Total;
    }

    [HttpGet("safe/{id}")]
    public async Task<ActionResult<decimal>> Safe(Guid id)
    {
        var pending = FindOwnAsync(id, Guid.Parse(User.FindFirstValue("org")!)); //~ verdict scoped
        var invoice = await pending;
        return invoice is null ? NotFound() : invoice.Total;
    }
}
