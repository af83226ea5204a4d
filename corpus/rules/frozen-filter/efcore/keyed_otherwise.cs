// The model is built for each layout of its tables, and for all tenants together.
using System;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Shop.Crm;

public class Note
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class ByLayout : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), ((CrmContext)context).IsCompact, designTime);
}

public class CrmContext(DbContextOptions<CrmContext> options, ICurrentUser current) : DbContext(options)
{
    public bool IsCompact { get; set; }
    public Guid OrganizationId => current.OrganizationId;
    public DbSet<Note> Notes => Set<Note>();

    protected override void OnConfiguring(DbContextOptionsBuilder builder) =>
        builder.ReplaceService<IModelCacheKeyFactory, ByLayout>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var organizationId = OrganizationId;
        modelBuilder.Entity<Note>().HasQueryFilter(n => n.OrganizationId == organizationId); //~ frozen-filter
    }
}
