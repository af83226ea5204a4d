// A context below the library's marks none of what it holds; that of another module does.
using System;
using System.Linq;
using Finbuckle.MultiTenant.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Tenant
{
    public string Id { get; set; } = "";
    public string TenantId { get; set; } = "";
}

public class Contact
{
    public Guid Id { get; set; }
    public string Email { get; set; } = "";
}

public class Note
{
    public Guid Id { get; set; }
    public string Text { get; set; } = "";
}

public class Product
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
}

public class Price
{
    public Guid Id { get; set; }
    public Guid ProductId { get; set; }
    public decimal Amount { get; set; }
}

public class CrmContext : MultiTenantDbContext
{
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Contact>().IsMultiTenant();
        modelBuilder.Entity<Note>().IsMultiTenant();
    }
}

public class CatalogContext : MultiTenantDbContext
{
    public DbSet<Product> Products => Set<Product>(); //~ unfiltered-entity
    public DbSet<Price> Prices => Set<Price>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CatalogContext).Assembly);
    }
}

public class PriceConfiguration : IEntityTypeConfiguration<Price> //~ unfiltered-entity
{
    public void Configure(EntityTypeBuilder<Price> builder) => builder.HasKey(p => p.Id);
}

// This one asks nothing of the library: whatever it holds, it holds for the whole installation.
public class Plan
{
    public Guid Id { get; set; }
}

public class PlansContext : DbContext
{
    public DbSet<Plan> Plans => Set<Plan>();
}
