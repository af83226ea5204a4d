// A pooled context serves one request after the other: a tenant that its constructor took is the first one's.
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Crm;

public class Note
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class NotesContext : DbContext
{
    public NotesContext(DbContextOptions<NotesContext> options, ICurrentUser current) : base(options)
    {
        OrganizationId = current?.OrganizationId ?? Guid.Empty;
    }

    public Guid OrganizationId { get; }
    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Note>().HasQueryFilter(n => n.OrganizationId == OrganizationId);
    }
}

public class Deal
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class DealsContext(DbContextOptions<DealsContext> options, ICurrentUser current) : DbContext(options)
{
    private readonly Guid _organizationId = current.OrganizationId;

    private Guid Own => _organizationId;
    public DbSet<Deal> Deals => Set<Deal>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Deal>().HasQueryFilter(d => d.OrganizationId == Own);
    }
}

public class Offer
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

// assigned at each lease
public class OffersContext : DbContext
{
    public OffersContext(DbContextOptions<OffersContext> options) : base(options) { }

    public Guid OrganizationId { get; set; }
    public DbSet<Offer> Offers => Set<Offer>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Offer>().HasQueryFilter(o => o.OrganizationId == OrganizationId);
    }
}

public class OffersFactory(IDbContextFactory<OffersContext> pooled, ICurrentUser current) : IDbContextFactory<OffersContext>
{
    public OffersContext CreateDbContext()
    {
        var context = pooled.CreateDbContext();
        context.OrganizationId = current.OrganizationId;
        return context;
    }
}

public class Visit
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

// a service that is asked for each query
public class VisitsContext(DbContextOptions<VisitsContext> options, ICurrentUser current) : DbContext(options)
{
    public DbSet<Visit> Visits => Set<Visit>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Visit>().HasQueryFilter(v => v.OrganizationId == current.OrganizationId);
    }
}

public class Lead
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

// a method of its own changes it as well
public class LeadsContext : DbContext
{
    private Guid _organizationId;

    public LeadsContext(DbContextOptions<LeadsContext> options, ICurrentUser current) : base(options)
    {
        _organizationId = current.OrganizationId;
    }

    public DbSet<Lead> Leads => Set<Lead>();

    public void Lease(Guid organizationId) => _organizationId = organizationId;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Lead>().HasQueryFilter(l => l.OrganizationId == _organizationId);
    }
}

public class Order
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

// not pooled
public class OrdersContext(DbContextOptions<OrdersContext> options, ICurrentUser current) : DbContext(options)
{
    private readonly Guid _organizationId = current.OrganizationId;

    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>().HasQueryFilter(o => o.OrganizationId == _organizationId);
    }
}

public static class Startup
{
    public static void Add(IServiceCollection services)
    {
        services.AddDbContextPool<NotesContext>(options => options.UseSqlServer("crm")); //~ frozen-filter
        services.AddPooledDbContextFactory<DealsContext>(options => options.UseSqlServer("crm")); //~ frozen-filter
        services.AddPooledDbContextFactory<OffersContext>(options => options.UseSqlServer("crm"));
        services.AddDbContextPool<VisitsContext>(options => options.UseSqlServer("crm"));
        services.AddDbContextPool<LeadsContext>(options => options.UseSqlServer("crm"));
        services.AddDbContext<OrdersContext>(options => options.UseSqlServer("crm"));
    }
}

[ApiController, Authorize]
public class CrmController(OffersContext offers, VisitsContext visits, LeadsContext leads, OrdersContext orders) : ControllerBase
{
    [HttpGet("offers")]
    public Task<List<Offer>> Offers() => offers.Offers.ToListAsync(); //~ verdict filtered

    [HttpGet("visits")]
    public Task<List<Visit>> Visits() => visits.Visits.ToListAsync(); //~ verdict filtered

    [HttpGet("leads")]
    public Task<List<Lead>> Leads() => leads.Leads.ToListAsync(); //~ verdict filtered

    [HttpGet("orders")]
    public Task<List<Order>> Orders() => orders.Orders.ToListAsync(); //~ verdict filtered
}
