// The model is built for each tenant: what was captured is right for every query of that model.
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Shop.Crm;

public class Note
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
}

public class ByOrganization : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) =>
        (context.GetType(), (context as CrmContext)?.OrganizationId, designTime);
}

public class CrmContext(DbContextOptions<CrmContext> options, ICurrentUser current) : DbContext(options)
{
    public Guid OrganizationId => current.OrganizationId;
    public DbSet<Note> Notes => Set<Note>();

    protected override void OnConfiguring(DbContextOptionsBuilder builder) =>
        builder.ReplaceService<IModelCacheKeyFactory, ByOrganization>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var organizationId = OrganizationId;
        modelBuilder.Entity<Note>().HasQueryFilter(n => n.OrganizationId == organizationId);
    }
}

[ApiController, Authorize]
public class CrmController(CrmContext db) : ControllerBase
{
    [HttpGet("notes")]
    public Task<List<Note>> Notes() => db.Notes.ToListAsync(); //~ verdict filtered
}
