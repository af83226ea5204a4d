// What a filter captured when the model was built is one tenant's for the whole process; what it reaches through the context is read anew.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Shop.Crm;

public abstract class Owned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class Note : Owned { }
public class Deal : Owned { }
public class Offer : Owned { }
public class Visit : Owned { }
public class Call : Owned { }
public class Lead : Owned { public Guid? TeamId { get; set; } }
public class Task1 : Owned { }
public class Report : Owned { }
public class Event : Owned { }
public class Order : Owned { }
public class Plan : Owned { }
public class Quote : Owned { }
public class Letter : Owned { }
public class Badge : Owned { }
public class Asset : Owned { }
public class Tag : Owned { }
public class Ticket : Owned { }

public static class Ambient
{
    private static readonly AsyncLocal<Guid> Flow = new();
    public static readonly Guid Shared = Guid.Parse("8a1f0000-0000-0000-0000-000000000001");

    public static Guid OrganizationId => Flow.Value;
    public static Guid Last { get; set; }
    public static Guid House => Shared;
}

public interface IOfOrganization
{
    Guid OrganizationId { get; }
}

public class CrmContext : DbContext, IOfOrganization
{
    private static Guid _last;
    private readonly ICurrentUser _current;
    private readonly Guid _organizationId;

    public CrmContext(DbContextOptions<CrmContext> options, ICurrentUser current) : base(options)
    {
        _current = current;
        _organizationId = current.OrganizationId;
    }

    public Guid OrganizationId => _current.OrganizationId;
    public Guid Flowing => Ambient.OrganizationId;
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<Deal> Deals => Set<Deal>();
    public DbSet<Offer> Offers => Set<Offer>();
    public DbSet<Visit> Visits => Set<Visit>();
    public DbSet<Call> Calls => Set<Call>();
    public DbSet<Lead> Leads => Set<Lead>();
    public DbSet<Task1> Tasks => Set<Task1>();
    public DbSet<Report> Reports => Set<Report>();
    public DbSet<Event> Events => Set<Event>();
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<Plan> Plans => Set<Plan>();
    public DbSet<Quote> Quotes => Set<Quote>();
    public DbSet<Letter> Letters => Set<Letter>();
    public DbSet<Badge> Badges => Set<Badge>();
    public DbSet<Asset> Assets => Set<Asset>();
    public DbSet<Tag> Tags => Set<Tag>();
    public DbSet<Ticket> Tickets => Set<Ticket>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var organizationId = _current.OrganizationId;
        var own = this;
        var house = Ambient.Shared;
        var several = new[] { _current.OrganizationId, house };
        Guid? chosen = null;
        chosen ??= OrganizationId;

        modelBuilder.Entity<Note>().HasQueryFilter(n => n.OrganizationId == organizationId); //~ frozen-filter
        modelBuilder.Entity<Deal>().HasQueryFilter(d => d.OrganizationId == _organizationId);
        modelBuilder.Entity<Offer>().HasQueryFilter(o => o.OrganizationId == own.OrganizationId);
        modelBuilder.Entity<Visit>(visit => visit.HasQueryFilter(v => chosen == v.OrganizationId)); //~ frozen-filter
        modelBuilder.Entity<Call>().HasQueryFilter(c => c.OrganizationId.Equals(Ambient.OrganizationId)); //~ frozen-filter
        modelBuilder.Entity<Lead>().HasQueryFilter(l => EF.Property<Guid>(l, "OrganizationId") == Ambient.Last); //~ frozen-filter
        modelBuilder.Entity<Task1>().HasQueryFilter(t => t.OrganizationId == Flowing);
        modelBuilder.Entity<Report>().HasQueryFilter(r => r.OrganizationId == _last); //~ frozen-filter
        modelBuilder.Entity<Event>().HasQueryFilter(e => e.OrganizationId == house || e.OrganizationId == Ambient.House || e.OrganizationId == this.OrganizationId);
        modelBuilder.Entity<Order>().HasQueryFilter(o => several.Contains(o.OrganizationId)); //~ frozen-filter
        // the same local is told where it is kept first
        modelBuilder.Entity<Ticket>().HasQueryFilter(t => t.OrganizationId == organizationId);
        Keep<Plan>(modelBuilder, _current.OrganizationId);
        modelBuilder.KeepOwn<Quote>(this);
        modelBuilder.KeepBy<Letter>(this);
        modelBuilder.KeepFor<Badge>(Ambient.Shared);
        modelBuilder.KeepIn<Asset, CrmContext>(this);
        modelBuilder.Late<Tag>(() => OrganizationId);
    }

    private static void Keep<T>(ModelBuilder modelBuilder, Guid organizationId) where T : Owned
    {
        modelBuilder.Entity<T>().HasQueryFilter(row => row.OrganizationId == organizationId); //~ frozen-filter
    }
}

public static class Filters
{
    public static void KeepOwn<T>(this ModelBuilder modelBuilder, CrmContext context) where T : Owned
    {
        modelBuilder.Entity<T>().HasQueryFilter(row => row.OrganizationId == context.OrganizationId);
    }

    public static void KeepBy<T>(this ModelBuilder modelBuilder, IOfOrganization context) where T : Owned
    {
        modelBuilder.Entity<T>().HasQueryFilter(row => row.OrganizationId == context.OrganizationId);
    }

    // who calls it hands over a constant
    public static void KeepFor<T>(this ModelBuilder modelBuilder, Guid house) where T : Owned
    {
        modelBuilder.Entity<T>().HasQueryFilter(row => row.OrganizationId == house);
    }

    public static void KeepIn<T, TContext>(this ModelBuilder modelBuilder, TContext context)
        where T : Owned
        where TContext : CrmContext
    {
        modelBuilder.Entity<T>().HasQueryFilter(row => row.OrganizationId == context.OrganizationId);
    }

    // a function is run when the predicate is put together, and never again
    public static void Late<T>(this ModelBuilder modelBuilder, Func<Guid> current) where T : Owned
    {
        modelBuilder.Entity<T>().HasQueryFilter(row => row.OrganizationId == current()); //~ frozen-filter
    }
}

[ApiController, Authorize]
public class CrmController(CrmContext db) : ControllerBase
{
    [HttpGet("deals")]
    public Task<List<Deal>> Deals() => db.Deals.ToListAsync(); //~ verdict filtered

    [HttpGet("offers")]
    public Task<List<Offer>> Offers() => db.Offers.ToListAsync(); //~ verdict filtered

    [HttpGet("tasks")]
    public Task<List<Task1>> Tasks() => db.Tasks.ToListAsync(); //~ verdict filtered

    [HttpGet("quotes")]
    public Task<List<Quote>> Quotes() => db.Quotes.ToListAsync(); //~ verdict filtered

    [HttpGet("letters")]
    public Task<List<Letter>> Letters() => db.Letters.ToListAsync(); //~ verdict filtered
}
