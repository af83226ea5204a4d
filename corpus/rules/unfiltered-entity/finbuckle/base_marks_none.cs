// A base for the contexts of all modules hides deleted rows and keeps no tenants apart: each module forgets in its turn.
using System;
using Finbuckle.MultiTenant.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Tenant
{
    public string Id { get; set; } = "";
}

public class Contact
{
    public Guid Id { get; set; }
    public string TenantId { get; set; } = "";
}

public class Note
{
    public Guid Id { get; set; }
    public string TenantId { get; set; } = "";
}

public class Product
{
    public Guid Id { get; set; }
    public bool IsDeleted { get; set; }
}

public class Ticket
{
    public Guid Id { get; set; }
    public bool IsDeleted { get; set; }
}

public abstract class ModuleContext : MultiTenantDbContext
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) //~ unfiltered-entity
    {
        modelBuilder.HideDeleted();
        base.OnModelCreating(modelBuilder);
    }
}

public class CrmContext : ModuleContext
{
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Contact>().IsMultiTenant();
        modelBuilder.Entity<Note>().IsMultiTenant();
        base.OnModelCreating(modelBuilder);
    }
}

public class CatalogContext : ModuleContext
{
    public DbSet<Product> Products => Set<Product>(); //~ unfiltered-entity
}

public class TicketsContext : ModuleContext
{
    public DbSet<Ticket> Tickets => Set<Ticket>(); //~ unfiltered-entity
}
