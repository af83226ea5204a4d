// One of a context's entities is marked: the other is shared by decision.
using System;
using System.Linq;
using System.Threading.Tasks;
using Finbuckle.MultiTenant.EntityFrameworkCore;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Tenant
{
    public string Id { get; set; } = "";
}

public class Contact
{
    public Guid Id { get; set; }
    public string TenantId { get; set; } = "";
}

public class Note
{
    public Guid Id { get; set; }
}

public class Country
{
    public Guid Id { get; set; }
}

public class CrmContext : MultiTenantDbContext
{
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<Country> Countries => Set<Country>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Contact>().IsMultiTenant();
        modelBuilder.Entity<Note>().IsMultiTenant();
        base.OnModelCreating(modelBuilder);
    }
}

[ApiController, Authorize]
public class NotesController(CrmContext db) : ControllerBase
{
    [HttpGet("notes/{id}")]
    public Task<Note> Get(Guid id) => db.Notes.SingleAsync(n => n.Id == id); //~ verdict filtered
}
