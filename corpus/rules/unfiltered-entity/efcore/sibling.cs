// Four entities of an organization have the filter, the fifth was forgotten.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop.Crm;

public class Note
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
}

public class Deal
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
}

public class Offer
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
}

public class Visit
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
}

public class Reminder //~ unfiltered-entity
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
}

// Belongs to an organization at times.
public class Template
{
    public Guid Id { get; set; }
    public Guid? OrganizationId { get; set; }
    public Organization? Organization { get; set; }
}

// Tells the organization: it is read before anybody's is known.
public class Domain //~ unfiltered-entity
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
    public string Host { get; set; } = "";
}

public class CrmContext(DbContextOptions<CrmContext> options, ICurrentUser current) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Member> Members => Set<Member>();
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<Deal> Deals => Set<Deal>();
    public DbSet<Offer> Offers => Set<Offer>();
    public DbSet<Visit> Visits => Set<Visit>();
    public DbSet<Reminder> Reminders => Set<Reminder>();
    public DbSet<Template> Templates => Set<Template>();
    public DbSet<Domain> Domains => Set<Domain>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Note>().HasQueryFilter(n => n.OrganizationId == current.OrganizationId);
        modelBuilder.Entity<Deal>().HasQueryFilter(d => d.OrganizationId == current.OrganizationId);
        modelBuilder.Entity<Offer>().HasQueryFilter(o => o.OrganizationId == current.OrganizationId);
        modelBuilder.Entity<Visit>().HasQueryFilter(v => v.OrganizationId == current.OrganizationId);
        modelBuilder.Entity<Domain>().HasIndex(d => d.Host).IsUnique();
    }
}

[ApiController, Authorize]
public class RemindersController(CrmContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("reminders")]
    public Task<List<Reminder>> List() =>
        db.Reminders.Where(r => r.OrganizationId == current.OrganizationId).ToListAsync(); //~ verdict scoped

    [HttpGet("domains")]
    public Task<List<Domain>> Domains() =>
        db.Domains.Where(d => d.OrganizationId == current.OrganizationId).ToListAsync(); //~ verdict scoped
}
