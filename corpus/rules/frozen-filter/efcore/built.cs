// A predicate that is put together of expressions: a constant made of the tenant stays, one made of the context is replaced.
using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

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

public class CrmContext(DbContextOptions<CrmContext> options, ICurrentUser current) : DbContext(options)
{
    public Guid OrganizationId => current.OrganizationId;
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<Deal> Deals => Set<Deal>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var note = Expression.Parameter(typeof(Note), "note");
        modelBuilder.Entity<Note>().HasQueryFilter(Expression.Lambda(
            Expression.Equal(
                Expression.Property(note, "OrganizationId"),
                Expression.Constant(current.OrganizationId)), //~ frozen-filter
            note));

        var deal = Expression.Parameter(typeof(Deal), "deal");
        modelBuilder.Entity<Deal>().HasQueryFilter(Expression.Lambda(
            Expression.Equal(
                Expression.Property(deal, "OrganizationId"),
                Expression.Property(Expression.Constant(this), "OrganizationId")),
            deal));
    }
}

[ApiController, Authorize]
public class CrmController(CrmContext db) : ControllerBase
{
    [HttpGet("deals")]
    public Task<List<Deal>> Deals() => db.Deals.ToListAsync(); //~ verdict filtered
}
