using Microsoft.EntityFrameworkCore;

namespace Shop;

public class AppDbContext : DbContext
{
    private readonly ICurrentUser _current;

    public AppDbContext(DbContextOptions<AppDbContext> options, ICurrentUser current)
        : base(options)
    {
        _current = current;
    }

    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<AppUser> Users => Set<AppUser>();
    public DbSet<OrganizationMember> Members => Set<OrganizationMember>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
    public DbSet<InvoiceLine> InvoiceLines => Set<InvoiceLine>();
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<Country> Countries => Set<Country>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Invoice>().ToTable("Invoices");
        modelBuilder.Entity<InvoiceLine>().ToTable("InvoiceLines");
        modelBuilder.Entity<Contact>().HasQueryFilter("Tenant", c => c.OrganizationId == _current.OrganizationId);
        modelBuilder.Entity<Contact>().HasQueryFilter("SoftDelete", c => !c.IsDeleted);
    }
}
