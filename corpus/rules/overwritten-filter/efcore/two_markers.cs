// Two interfaces, a filter for each: what carries both has the last one. A branch for both, or one of them alone, is right.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Shop.Crm;

public interface IOfOrganization
{
    Guid OrganizationId { get; }
}

public interface IDeletable
{
    bool IsDeleted { get; }
}

public class Note : IOfOrganization, IDeletable
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public bool IsDeleted { get; set; }
}

public class Tag : IOfOrganization
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class NotesContext(DbContextOptions<NotesContext> options, ICurrentUser current) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<Tag> Tags => Set<Tag>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var type in modelBuilder.Model.GetEntityTypes())
        {
            if (typeof(IOfOrganization).IsAssignableFrom(type.ClrType))
            {
                Run(nameof(OfOrganization), type.ClrType, modelBuilder);
            }
            if (typeof(IDeletable).IsAssignableFrom(type.ClrType))
            {
                Run(nameof(NotDeleted), type.ClrType, modelBuilder);
            }
        }
    }

    private void Run(string method, Type type, ModelBuilder modelBuilder) =>
        GetType().GetMethod(method)!.MakeGenericMethod(type).Invoke(this, [modelBuilder]);

    public void OfOrganization<T>(ModelBuilder modelBuilder) where T : class, IOfOrganization =>
        modelBuilder.Entity<T>().HasQueryFilter(row => row.OrganizationId == current.OrganizationId);

    public void NotDeleted<T>(ModelBuilder modelBuilder) where T : class, IDeletable =>
        modelBuilder.Entity<T>().HasQueryFilter(row => !row.IsDeleted); //~ overwritten-filter
}
