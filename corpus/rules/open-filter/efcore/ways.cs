// Each way in which a predicate holds for every row where no tenant is known, and what looks like one and is none.
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Crm;

public interface ITenantAccessor
{
    Guid? Id { get; }
    string? Slug { get; }
    bool IsResolved { get; }
    int Number { get; }
}

public class Tenant { public Guid Id { get; set; } }

public abstract class Owned
{
    public Guid Id { get; set; }
    public Guid? TenantId { get; set; }
}

public class ByNull : Owned;
public class ByEmpty : Owned;
public class ByMark : Owned;
public class ByPattern : Owned;
public class ByText { public Guid Id { get; set; } public string TenantId { get; set; } = ""; }
public class ByChoice : Owned;
public class ByOtherChoice : Owned;
public class ByName : Owned;
public class ByNumber { public Guid Id { get; set; } public int TenantId { get; set; } }
public class ByTurnedNumber { public Guid Id { get; set; } public int TenantId { get; set; } }
public class Counted { public Guid Id { get; set; } public int TenantId { get; set; } }
public class InBranch : Owned;
public class Plain : Owned;
public class OfAll : Owned;
public class Published : Owned { public bool IsPublished { get; set; } }
public class Failing : Owned;

public class CrmContext(DbContextOptions<CrmContext> options, ITenantAccessor accessor) : DbContext(options)
{
    private readonly ITenantAccessor _tenant = accessor;

    public DbSet<Tenant> Tenants => Set<Tenant>();
    public DbSet<ByNull> ByNull => Set<ByNull>();
    public DbSet<ByEmpty> ByEmpty => Set<ByEmpty>();
    public DbSet<ByMark> ByMark => Set<ByMark>();
    public DbSet<ByPattern> ByPattern => Set<ByPattern>();
    public DbSet<ByText> ByText => Set<ByText>();
    public DbSet<ByChoice> ByChoice => Set<ByChoice>();
    public DbSet<ByOtherChoice> ByOtherChoice => Set<ByOtherChoice>();
    public DbSet<ByName> ByName => Set<ByName>();
    public DbSet<ByNumber> ByNumber => Set<ByNumber>();
    public DbSet<ByTurnedNumber> ByTurnedNumber => Set<ByTurnedNumber>();
    public DbSet<Counted> Counted => Set<Counted>();
    public DbSet<InBranch> InBranch => Set<InBranch>();
    public DbSet<Plain> Plain => Set<Plain>();
    public DbSet<OfAll> OfAll => Set<OfAll>();
    public DbSet<Published> Published => Set<Published>();
    public DbSet<Failing> Failing => Set<Failing>();

    public Guid TenantId => _tenant.Id ?? Guid.Empty;
    public bool HasTenant => _tenant.Id is not null;
    private Guid Required => _tenant.Id ?? throw new InvalidOperationException("no tenant");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ByNull>().HasQueryFilter(n => _tenant.Id == null || n.TenantId == _tenant.Id); //~ open-filter
        modelBuilder.Entity<ByEmpty>().HasQueryFilter(n => n.TenantId == TenantId || TenantId == Guid.Empty); //~ open-filter
        modelBuilder.Entity<ByMark>().HasQueryFilter(n => !_tenant.Id.HasValue || n.TenantId == _tenant.Id); //~ open-filter
        modelBuilder.Entity<ByPattern>().HasQueryFilter(n => _tenant.Id is null || n.TenantId == _tenant.Id); //~ open-filter
        modelBuilder.Entity<ByText>().HasQueryFilter(n => string.IsNullOrEmpty(_tenant.Slug) || n.TenantId == _tenant.Slug); //~ open-filter
        modelBuilder.Entity<ByChoice>().HasQueryFilter(n => _tenant.IsResolved ? n.TenantId == _tenant.Id : true); //~ open-filter
        modelBuilder.Entity<ByOtherChoice>().HasQueryFilter(n => TenantId == default ? true : n.TenantId == TenantId); //~ open-filter
        modelBuilder.Entity<ByName>().HasQueryFilter(n => !HasTenant || n.TenantId == _tenant.Id); //~ open-filter
        modelBuilder.Entity<ByNumber>().HasQueryFilter(n => _tenant.Number <= 0 || n.TenantId == _tenant.Number); //~ open-filter
        modelBuilder.Entity<ByTurnedNumber>().HasQueryFilter(n => 0 >= _tenant.Number || n.TenantId == _tenant.Number); //~ open-filter
        // a switch for whoever has a number: not that none is known
        modelBuilder.Entity<Counted>().HasQueryFilter(n => 0 <= _tenant.Number || n.TenantId == _tenant.Number);
        if (_tenant.Id != null) //~ open-filter
        {
            modelBuilder.Entity<InBranch>().HasQueryFilter(n => n.TenantId == _tenant.Id);
        }

        modelBuilder.Entity<Plain>().HasQueryFilter(n => n.TenantId == _tenant.Id);
        // rows of nobody are for everybody, and a tenant still sees none of another's
        modelBuilder.Entity<OfAll>().HasQueryFilter(n => n.TenantId == null || n.TenantId == _tenant.Id);
        modelBuilder.Entity<Published>().HasQueryFilter(n => n.IsPublished || n.TenantId == _tenant.Id);
        modelBuilder.Entity<Failing>().HasQueryFilter(n => n.TenantId == Required);
    }
}

[ApiController, Authorize]
public class CrmController(CrmContext db) : ControllerBase
{
    // what the filter lets through is told of the filter
    [HttpGet("by-null")]
    public Task<List<ByNull>> ByNull() => db.ByNull.ToListAsync(); //~ verdict filtered

    [HttpGet("in-branch")]
    public Task<List<InBranch>> InBranch() => db.InBranch.ToListAsync(); //~ verdict filtered

    [HttpGet("plain")]
    public Task<List<Plain>> Plain() => db.Plain.ToListAsync(); //~ verdict filtered

    [HttpGet("of-all")]
    public Task<List<OfAll>> OfAll() => db.OfAll.ToListAsync(); //~ verdict filtered

    [HttpGet("failing")]
    public Task<List<Failing>> Failing() => db.Failing.ToListAsync(); //~ verdict filtered

    // nobody logs in here, so nobody's tenant is known
    [AllowAnonymous, HttpGet("anonymous")]
    public Task<List<ByNull>> Anonymous() => db.ByNull.ToListAsync(); //~ unscoped-list pedantic
}
