// A class that configures an entity is no context: what it holds is read once. Where it holds the context, that is replaced for each query.
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Shop.Crm;

public class Note
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class Deal
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class Offer
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class Visit
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class Lead
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class NoteConfiguration : IEntityTypeConfiguration<Note>
{
    private readonly ICurrentUser _current;

    public NoteConfiguration(ICurrentUser current) => _current = current;

    public void Configure(EntityTypeBuilder<Note> builder)
    {
        builder.HasQueryFilter(n => n.OrganizationId == _current.OrganizationId); //~ frozen-filter
    }
}

public class DealConfiguration(CrmContext context) : IEntityTypeConfiguration<Deal>
{
    public void Configure(EntityTypeBuilder<Deal> builder)
    {
        builder.HasQueryFilter(d => d.OrganizationId == context.OrganizationId);
    }
}

// the getter is this object's, and so its value is read once, though it asks the context
public class OfferConfiguration(CrmContext context) : IEntityTypeConfiguration<Offer>
{
    private Guid OrganizationId => context.OrganizationId;

    public void Configure(EntityTypeBuilder<Offer> builder)
    {
        builder.HasQueryFilter(o => o.OrganizationId == OrganizationId); //~ frozen-filter
    }
}

public class VisitConfiguration : IEntityTypeConfiguration<Visit>
{
    private static readonly Guid House = new("8a1f0000-0000-0000-0000-000000000001");
    private readonly Guid _house = House;

    public void Configure(EntityTypeBuilder<Visit> builder)
    {
        builder.HasQueryFilter(v => v.OrganizationId == House || v.OrganizationId == _house);
    }
}

public class Installed
{
    public Guid OrganizationId { get; set; }
}

// one installation, one tenant
public class LeadConfiguration(IOptions<Installed> options) : IEntityTypeConfiguration<Lead>
{
    public void Configure(EntityTypeBuilder<Lead> builder)
    {
        var organizationId = options.Value.OrganizationId;
        builder.HasQueryFilter(l => l.OrganizationId == organizationId);
    }
}

public class Order
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class OrdersContext : DbContext
{
    private readonly Guid _organizationId;

    public OrdersContext(DbContextOptions<OrdersContext> options, IOptions<Installed> installed) : base(options)
    {
        _organizationId = installed.Value.OrganizationId;
    }

    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var organizationId = _organizationId;
        modelBuilder.Entity<Order>().HasQueryFilter(o => o.OrganizationId == organizationId);
    }
}

public class CrmContext(DbContextOptions<CrmContext> options, ICurrentUser current, IOptions<Installed> installed) : DbContext(options)
{
    public Guid OrganizationId => current.OrganizationId;
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<Deal> Deals => Set<Deal>();
    public DbSet<Offer> Offers => Set<Offer>();
    public DbSet<Visit> Visits => Set<Visit>();
    public DbSet<Lead> Leads => Set<Lead>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new NoteConfiguration(current));
        modelBuilder.ApplyConfiguration(new DealConfiguration(this));
        modelBuilder.ApplyConfiguration(new OfferConfiguration(this));
        modelBuilder.ApplyConfiguration(new VisitConfiguration());
        modelBuilder.ApplyConfiguration(new LeadConfiguration(installed));
    }
}

[ApiController, Authorize]
public class CrmController(CrmContext db) : ControllerBase
{
    [HttpGet("deals")]
    public Task<List<Deal>> Deals() => db.Deals.ToListAsync(); //~ verdict filtered

    [HttpGet("visits")]
    public Task<List<Visit>> Visits() => db.Visits.ToListAsync(); //~ verdict filtered
}
