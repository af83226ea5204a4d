// Entities that the library filters, in contexts that it knows, and the tenant that it found.
using Finbuckle.MultiTenant; using Finbuckle.MultiTenant.EntityFrameworkCore; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using Microsoft.EntityFrameworkCore;
namespace Shop;
public class AppTenantInfo : ITenantInfo { public string? Id { get; set; } public string? Identifier { get; set; } public string? Name { get; set; } }
[MultiTenant]
public class Invoice { public Guid Id { get; set; } public string Number { get; set; } = ""; }
public class Line { public Guid Id { get; set; } public Guid InvoiceId { get; set; } public Invoice Invoice { get; set; } = null!; public decimal Amount { get; set; } }
public class Contact { public Guid Id { get; set; } public string TenantId { get; set; } = ""; }
public class ShopContext : MultiTenantDbContext
{
    public ShopContext(IMultiTenantContextAccessor<AppTenantInfo> accessor) : base(accessor) { }
    public DbSet<Invoice> Invoices { get; set; } = null!;
    public DbSet<Line> Lines { get; set; } = null!;
    public DbSet<Contact> Contacts { get; set; } = null!;
    protected override void OnModelCreating(ModelBuilder builder) { builder.Entity<Line>().IsMultiTenant(); base.OnModelCreating(builder); }
}
[ApiController, Authorize, Route("invoices")]
public class InvoicesController(ShopContext db, IMultiTenantContextAccessor<AppTenantInfo> accessor) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<Invoice?> Get(Guid id) => await db.Invoices.FindAsync(id); //~ verdict filtered
    [HttpGet("all/{id}")]
    public async Task<Invoice?> Any(Guid id) => await db.Invoices.IgnoreQueryFilters().FirstOrDefaultAsync(i => i.Id == id); //~ unreviewed-bypass
    [HttpGet("lines/{id}")]
    public async Task<Line?> Line(Guid id) => await db.Lines.FirstOrDefaultAsync(l => l.Id == id); //~ verdict filtered
    [HttpGet("contacts/{id}")]
    public async Task<Contact?> Contact(Guid id) => await db.Contacts.FirstOrDefaultAsync(c => c.Id == id); //~ unscoped-lookup
    [HttpGet("contacts/own/{id}")]
    public async Task<Contact?> OwnContact(Guid id) => await db.Contacts.FirstOrDefaultAsync(c => c.Id == id && c.TenantId == accessor.MultiTenantContext!.TenantInfo!.Id); //~ verdict scoped
    [HttpGet("contacts/http/{id}")]
    public async Task<Contact?> HttpContact(Guid id)
    {
        var tenant = HttpContext.GetMultiTenantContext<AppTenantInfo>()?.TenantInfo;
        return await db.Contacts.FirstOrDefaultAsync(c => c.Id == id && c.TenantId == tenant!.Id); //~ verdict scoped
    }
}
