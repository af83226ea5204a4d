// The model is built for each provider of a database, and for all tenants together.
using System;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Shop.Crm;

public class Note
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class ByProvider : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), context.Database.ProviderName, designTime);
}

public class CrmContext(DbContextOptions<CrmContext> options, ICurrentUser current) : DbContext(options)
{
    public Guid OrganizationId => current.OrganizationId;
    public DbSet<Note> Notes => Set<Note>();

    protected override void OnConfiguring(DbContextOptionsBuilder builder) =>
        builder.ReplaceService<IModelCacheKeyFactory, ByProvider>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var organizationId = OrganizationId;
        modelBuilder.Entity<Note>().HasQueryFilter(n => n.OrganizationId == organizationId); //~ frozen-filter
    }
}
