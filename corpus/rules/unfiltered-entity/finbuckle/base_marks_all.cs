// The base marks whatever does not say that it is everybody's.
using System;
using System.Linq;
using System.Threading.Tasks;
using Finbuckle.MultiTenant.EntityFrameworkCore;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public interface IShared { }

public class Tenant
{
    public string Id { get; set; } = "";
}

public class Contact
{
    public Guid Id { get; set; }
    public string TenantId { get; set; } = "";
}

public class Product
{
    public Guid Id { get; set; }
}

public class Setting : IShared
{
    public Guid Id { get; set; }
    public string TenantId { get; set; } = "";
}

public abstract class ModuleContext : MultiTenantDbContext
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var type in modelBuilder.Model.GetEntityTypes())
        {
            if (typeof(IShared).IsAssignableFrom(type.ClrType)) continue;
            modelBuilder.Entity(type.ClrType).IsMultiTenant();
        }
        base.OnModelCreating(modelBuilder);
    }
}

public class CrmContext : ModuleContext
{
    public DbSet<Contact> Contacts => Set<Contact>();
}

public class CatalogContext : ModuleContext
{
    public DbSet<Product> Products => Set<Product>();
}

public class SettingsContext : ModuleContext
{
    public DbSet<Setting> Settings => Set<Setting>();
}

[ApiController, Authorize]
public class ProductsController(CatalogContext db) : ControllerBase
{
    [HttpGet("products/{id}")]
    public Task<Product> Get(Guid id) => db.Products.SingleAsync(p => p.Id == id); //~ verdict filtered
}
