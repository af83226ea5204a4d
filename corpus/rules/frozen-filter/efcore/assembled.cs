// Filters that are put together of expressions for all entities that have a tenant, in locals and in methods of their own.
using System;
using System.Linq;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Shop.Crm;

public interface IOwned { Guid OrganizationId { get; } }
public interface IKept { Guid OrganizationId { get; } }
public interface IHeld { Guid OrganizationId { get; } }
public interface ILent { Guid OrganizationId { get; } }
public interface ISoftDelete { bool IsDeleted { get; } }

public class Note : IOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class Deal : IKept
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class Offer : IHeld, ISoftDelete
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public bool IsDeleted { get; set; }
}

public class Visit : ILent
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class NotesContext(DbContextOptions<NotesContext> options, ICurrentUser current) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var type in modelBuilder.Model.GetEntityTypes().Where(t => typeof(IOwned).IsAssignableFrom(t.ClrType)))
        {
            var row = Expression.Parameter(type.ClrType, "row");
            var key = Expression.Property(row, nameof(IOwned.OrganizationId));
            var value = Expression.Constant(current.OrganizationId); //~ frozen-filter
            var body = Expression.Equal(key, value);
            modelBuilder.Entity(type.ClrType).HasQueryFilter(Expression.Lambda(body, row));
        }
    }
}

public class DealsContext(DbContextOptions<DealsContext> options, ICurrentUser current) : DbContext(options)
{
    public DbSet<Deal> Deals => Set<Deal>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var type in modelBuilder.Model.GetEntityTypes())
        {
            if (typeof(IKept).IsAssignableFrom(type.ClrType))
            {
                modelBuilder.Entity(type.ClrType).HasQueryFilter(ByOrganization(type.ClrType, "OrganizationId"));
            }
        }
    }

    // the service is a constant as well, and so is what it says
    private LambdaExpression ByOrganization(Type type, string organizationKeyName)
    {
        var row = Expression.Parameter(type, "row");
        var key = Expression.Call(typeof(EF), "Property", new[] { typeof(Guid) }, row, Expression.Constant(organizationKeyName));
        var value = Expression.Property(Expression.Constant(current), nameof(ICurrentUser.OrganizationId)); //~ frozen-filter
        return Expression.Lambda(Expression.Equal(key, value), row);
    }
}

public class OffersContext(DbContextOptions<OffersContext> options, ICurrentUser current) : DbContext(options)
{
    public Guid OrganizationId => current.OrganizationId;
    public DbSet<Offer> Offers => Set<Offer>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var type in modelBuilder.Model.GetEntityTypes())
        {
            if (typeof(IHeld).IsAssignableFrom(type.ClrType))
            {
                var filter = ByOrganization(type.ClrType);
                modelBuilder.Entity(type.ClrType).HasQueryFilter(filter);
            }
        }
    }

    // the context of the query takes the place of this one
    private LambdaExpression ByOrganization(Type type)
    {
        var row = Expression.Parameter(type, "row");
        var key = Expression.Property(row, nameof(IHeld.OrganizationId));
        var own = Expression.Property(Expression.Constant(this), nameof(OrganizationId));
        var kept = Expression.Equal(Expression.Property(row, nameof(ISoftDelete.IsDeleted)), Expression.Constant(false));
        return Expression.Lambda(Expression.AndAlso(Expression.Equal(key, own), kept), row);
    }
}

public class VisitsContext(DbContextOptions<VisitsContext> options, ICurrentUser current) : DbContext(options)
{
    public DbSet<Visit> Visits => Set<Visit>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var organizationId = current.OrganizationId;
        Expression<Func<Visit, bool>> filter = v => v.OrganizationId == organizationId; //~ frozen-filter
        modelBuilder.Entity<Visit>().HasQueryFilter(filter);
    }
}

public interface ISold { Guid OrganizationId { get; } }

public class Order : ISold
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class OrdersContext(DbContextOptions<OrdersContext> options, ICurrentUser current) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var type in modelBuilder.Model.GetEntityTypes())
        {
            Keep(type);
        }

        void Keep(IMutableEntityType type)
        {
            if (!typeof(ISold).IsAssignableFrom(type.ClrType))
            {
                return;
            }

            var row = Expression.Parameter(type.ClrType, "row");
            var filter = Expression.Lambda(Expression.Equal(
                Expression.Property(row, "OrganizationId"),
                Expression.Constant(current.OrganizationId)), row); //~ frozen-filter
            type.SetQueryFilter(filter);
        }
    }
}
