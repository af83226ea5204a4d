// One filter is registered for the entity, the other in a loop over all that can be deleted. Which of them comes last decides.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Shop.Crm;

public interface IDeletable
{
    bool IsDeleted { get; }
}

public class Note : IDeletable
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public bool IsDeleted { get; set; }
}

public class Country : IDeletable
{
    public Guid Id { get; set; }
    public bool IsDeleted { get; set; }
}

public class Deal : IDeletable
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public bool IsDeleted { get; set; }
}

public class NotesContext(DbContextOptions<NotesContext> options, ICurrentUser current) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<Country> Countries => Set<Country>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Note>().HasQueryFilter(n => n.OrganizationId == current.OrganizationId);
        foreach (var type in modelBuilder.Model.GetEntityTypes())
        {
            if (typeof(IDeletable).IsAssignableFrom(type.ClrType))
            {
                GetType().GetMethod(nameof(HideDeleted))!.MakeGenericMethod(type.ClrType).Invoke(this, [modelBuilder]);
            }
        }
    }

    public void HideDeleted<T>(ModelBuilder modelBuilder) where T : class, IDeletable =>
        modelBuilder.Entity<T>().HasQueryFilter(row => !row.IsDeleted); //~ overwritten-filter
}

public class DealsContext(DbContextOptions<DealsContext> options, ICurrentUser current) : DbContext(options)
{
    public DbSet<Deal> Deals => Set<Deal>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var type in modelBuilder.Model.GetEntityTypes())
        {
            if (typeof(IDeletable).IsAssignableFrom(type.ClrType))
            {
                GetType().GetMethod(nameof(WithoutDeleted))!.MakeGenericMethod(type.ClrType).Invoke(this, [modelBuilder]);
            }
        }
        modelBuilder.Entity<Deal>().HasQueryFilter(d => !d.IsDeleted && d.OrganizationId == current.OrganizationId);
    }

    public void WithoutDeleted<T>(ModelBuilder modelBuilder) where T : class, IDeletable =>
        modelBuilder.Entity<T>().HasQueryFilter(row => !row.IsDeleted);
}
