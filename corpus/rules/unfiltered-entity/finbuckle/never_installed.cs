// The override never runs what installs the filters, so the mark is worth nothing.
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

public class CrmContext : MultiTenantDbContext
{
    public DbSet<Contact> Contacts => Set<Contact>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) //~ unfiltered-entity
    {
        modelBuilder.Entity<Contact>().IsMultiTenant();
    }
}

[ApiController, Authorize]
public class ContactsController(CrmContext db) : ControllerBase
{
    [HttpGet("contacts/{id}")]
    public Task<Contact> Get(Guid id) => db.Contacts.SingleAsync(c => c.Id == id); //~ unscoped-lookup
}
