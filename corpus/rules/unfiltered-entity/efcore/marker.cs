// A loop filters what carries the interface. One class has the column and not the interface.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop.Crm;

public interface IOfOrganization
{
    Guid OrganizationId { get; }
}

public class Note : IOfOrganization
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class Deal : IOfOrganization
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class Offer : IOfOrganization
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class Quote //~ unfiltered-entity
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class CrmContext(DbContextOptions<CrmContext> options, ICurrentUser current) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<Deal> Deals => Set<Deal>();
    public DbSet<Offer> Offers => Set<Offer>();
    public DbSet<Quote> Quotes => Set<Quote>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var type in modelBuilder.Model.GetEntityTypes())
        {
            if (typeof(IOfOrganization).IsAssignableFrom(type.ClrType))
            {
                GetType().GetMethod(nameof(Filter))!.MakeGenericMethod(type.ClrType).Invoke(this, [modelBuilder]);
            }
        }
    }

    public void Filter<T>(ModelBuilder modelBuilder) where T : class, IOfOrganization =>
        modelBuilder.Entity<T>().HasQueryFilter(row => row.OrganizationId == current.OrganizationId);
}

[ApiController, Authorize]
public class QuotesController(CrmContext db) : ControllerBase
{
    [HttpGet("quotes")]
    public Task<List<Quote>> List() => db.Quotes.ToListAsync(); //~ unscoped-list
}
