// Grains are called by their key.
using Orleans; using Orleans.Runtime; using Microsoft.EntityFrameworkCore; using Microsoft.AspNetCore.Mvc; using Microsoft.AspNetCore.Authorization; using System.Security.Claims;
namespace Shop;

public class Organization { public Guid Id { get; set; } public string Name { get; set; } = ""; }
public class Invoice { public Guid Id { get; set; } public Guid OrganizationId { get; set; } public Organization Organization { get; set; } = null!; public string Number { get; set; } = ""; public bool Paid { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
}
public interface IInvoiceGrain : IGrainWithGuidKey { Task<Invoice?> Get(); Task<Invoice?> GetFor(Guid organizationId); }
public class InvoiceGrain(ShopContext db) : Grain, IInvoiceGrain
{
    public async Task<Invoice?> Get()
    {
        var id = this.GetPrimaryKey();
        return await db.Invoices.FirstOrDefaultAsync(i => i.Id == id); //~ verdict unscoped, tenantless-message pedantic
    }
    public async Task<Invoice?> GetFor(Guid organizationId)
    {
        var id = this.GetPrimaryKey();
        return await db.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == organizationId); //~ verdict wrongly-scoped
    }
    public async Task<Invoice?> Ambient()
    {
        var org = (Guid)RequestContext.Get("org");
        var id = this.GetPrimaryKey();
        return await db.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == org); //~ verdict scoped
    }
}
