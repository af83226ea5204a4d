// Conditions that are objects, and repositories of the application's own that derive from the library's.
using Ardalis.Specification; using Ardalis.Specification.EntityFrameworkCore; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using Microsoft.EntityFrameworkCore; using System.Security.Claims;
namespace Shop;

public class Organization { public Guid Id { get; set; } public string Name { get; set; } = ""; }
public class Invoice { public Guid Id { get; set; } public Guid OrganizationId { get; set; } public Organization Organization { get; set; } = null!; public string Number { get; set; } = ""; public bool Paid { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
}
public interface IRepository<T> : IRepositoryBase<T> where T : class { }
public class EfRepository<T>(ShopContext db) : RepositoryBase<T>(db), IRepository<T> where T : class { }
public class InvoiceByIdSpec : Specification<Invoice>, ISingleResultSpecification<Invoice>
{
    public InvoiceByIdSpec(Guid id) { Query.Where(i => i.Id == id).Include(i => i.Organization); }
}
public class OwnInvoiceSpec : SingleResultSpecification<Invoice>
{
    public OwnInvoiceSpec(Guid organizationId, Guid id) => Query.Where(i => i.Id == id && i.OrganizationId == organizationId);
}
public class InvoicesOfSpec : Specification<Invoice>
{
    public InvoicesOfSpec(Guid organizationId) => Query.Where(i => i.OrganizationId == organizationId).OrderBy(i => i.Number);
}
public class UnpaidSpec : Specification<Invoice> { public UnpaidSpec() { Query.Where(i => !i.Paid); } }
[ApiController, Authorize, Route("invoices")]
public class InvoicesController(IRepository<Invoice> invoices) : ControllerBase
{
    private Guid Org => Guid.Parse(User.FindFirstValue("org_id")!);
    [HttpGet("{id}")]
    public async Task<ActionResult<Invoice>> Get(Guid id)
    {
        var invoice = await invoices.GetByIdAsync(id); //~ unscoped-lookup
        return invoice is null ? NotFound() : invoice;
    }
    [HttpGet("s/{id}")]
    public async Task<ActionResult<Invoice>> Spec(Guid id)
    {
        var invoice = await invoices.FirstOrDefaultAsync(new InvoiceByIdSpec(id)); //~ unscoped-lookup
        return invoice is null ? NotFound() : invoice;
    }
    [HttpGet("o/{id}")]
    public async Task<ActionResult<Invoice>> Own(Guid id)
    {
        var spec = new OwnInvoiceSpec(Org, id);
        var invoice = await invoices.SingleOrDefaultAsync(spec); //~ verdict scoped
        return invoice is null ? NotFound() : invoice;
    }
    [HttpGet]
    public async Task<List<Invoice>> List() => await invoices.ListAsync(new InvoicesOfSpec(Org)); //~ verdict scoped
    [HttpGet("unpaid")]
    public async Task<List<Invoice>> Unpaid(CancellationToken ct) => await invoices.ListAsync(new UnpaidSpec(), ct); //~ unscoped-list
    [HttpGet("all")]
    public async Task<List<Invoice>> All() => await invoices.ListAsync(); //~ unscoped-list
    [HttpDelete("{id}")]
    public async Task<IActionResult> Delete(Guid id)
    {
        var invoice = await invoices.GetByIdAsync(id); //~ unscoped-lookup
        if (invoice == null) return NotFound();
        await invoices.DeleteAsync(invoice);
        return NoContent();
    }
    [HttpDelete("o/{id}")]
    public async Task<IActionResult> DeleteOwn(Guid id)
    {
        var invoice = await invoices.GetByIdAsync(id); //~ verdict guarded
        if (invoice == null || invoice.OrganizationId != Org) return NotFound();
        await invoices.DeleteAsync(invoice);
        return NoContent();
    }
    [HttpGet("count")]
    public async Task<int> Count() => await invoices.CountAsync(new InvoicesOfSpec(Org)); //~ verdict scoped
    [HttpGet("any/{id}")]
    public async Task<bool> Any(Guid id) => await invoices.AnyAsync(new InvoiceByIdSpec(id)); //~ unscoped-lookup pedantic
}
