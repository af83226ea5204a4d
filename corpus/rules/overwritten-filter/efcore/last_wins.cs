// Filters without a name: the last one of an entity counts alone. With names of their own, both do.
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

public class Offer
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public bool IsDeleted { get; set; }
}

public class Visit
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public bool IsDeleted { get; set; }
}

public class Call
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public bool IsDeleted { get; set; }
}

public class Lead
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class CrmContext(DbContextOptions<CrmContext> options, ICurrentUser current) : DbContext(options)
{
    public bool KeepsDeleted { get; set; }

    public DbSet<Note> Notes => Set<Note>();
    public DbSet<Deal> Deals => Set<Deal>();
    public DbSet<Offer> Offers => Set<Offer>();
    public DbSet<Visit> Visits => Set<Visit>();
    public DbSet<Call> Calls => Set<Call>();
    public DbSet<Lead> Leads => Set<Lead>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Note>().HasQueryFilter(n => n.OrganizationId == current.OrganizationId);
        modelBuilder.Entity<Note>().HasQueryFilter(n => !n.IsDeleted); //~ overwritten-filter

        modelBuilder.Entity<Deal>().HasQueryFilter("Tenant", d => d.OrganizationId == current.OrganizationId);
        modelBuilder.Entity<Deal>().HasQueryFilter("SoftDelete", d => !d.IsDeleted);

        modelBuilder.Entity<Offer>().HasQueryFilter(o => !o.IsDeleted && o.OrganizationId == current.OrganizationId);

        if (KeepsDeleted)
        {
            modelBuilder.Entity<Visit>().HasQueryFilter(v => v.OrganizationId == current.OrganizationId);
        }
        else
        {
            modelBuilder.Entity<Visit>().HasQueryFilter(v => !v.IsDeleted && v.OrganizationId == current.OrganizationId);
        }

        modelBuilder.Entity<Call>(call =>
        {
            call.HasQueryFilter("Rows", c => c.OrganizationId == current.OrganizationId);
            call.HasQueryFilter("Rows", c => !c.IsDeleted); //~ overwritten-filter
        });

        // nothing in its place takes it away
        modelBuilder.Entity<Lead>().HasQueryFilter(l => l.OrganizationId == current.OrganizationId);
        modelBuilder.Entity<Lead>().HasQueryFilter(null); //~ overwritten-filter
    }
}
