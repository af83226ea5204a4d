// The base context filters, and the one below it registers again after it has asked the base; a class that configures does so too.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Shop.Crm;

public class Note
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public bool IsDeleted { get; set; }
}

public class Deal
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public bool IsDeleted { get; set; }
}

public class DealConfiguration : IEntityTypeConfiguration<Deal>
{
    public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Deal> builder) =>
        builder.HasQueryFilter(d => !d.IsDeleted); //~ overwritten-filter
}

public abstract class TenantContext(DbContextOptions options, ICurrentUser current) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<Deal> Deals => Set<Deal>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Note>().HasQueryFilter(n => n.OrganizationId == current.OrganizationId);
        modelBuilder.Entity<Deal>().HasQueryFilter(d => d.OrganizationId == current.OrganizationId);
        modelBuilder.ApplyConfigurationsFromAssembly(GetType().Assembly);
    }
}

public class NotesContext(DbContextOptions<NotesContext> options, ICurrentUser current) : TenantContext(options, current)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Note>().HasQueryFilter(n => !n.IsDeleted); //~ overwritten-filter
    }
}

public class OwnContext(DbContextOptions<OwnContext> options, ICurrentUser current) : TenantContext(options, current)
{
    private readonly ICurrentUser _current = current;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Note>().HasQueryFilter(n => !n.IsDeleted);
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Deal>().HasQueryFilter(d => !d.IsDeleted && d.OrganizationId == _current.OrganizationId);
    }
}
