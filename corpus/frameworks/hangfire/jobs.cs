// Jobs run with what they are given where they are put in the queue.
using Hangfire; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using Microsoft.EntityFrameworkCore; using System.Security.Claims;
namespace Shop;

public class Organization { public Guid Id { get; set; } public string Name { get; set; } = ""; }
public class Invoice { public Guid Id { get; set; } public Guid OrganizationId { get; set; } public Organization Organization { get; set; } = null!; public string Number { get; set; } = ""; public bool Paid { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
}
public class InvoiceJobs(ShopContext db)
{
    public async Task Pay(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ unscoped-lookup
        invoice.Paid = true;
        await db.SaveChangesAsync();
    }
    public async Task PayOf(Guid organizationId, Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == organizationId); //~ verdict scoped
        invoice.Paid = true;
        await db.SaveChangesAsync();
    }
    public async Task Remind()
    {
        foreach (var invoice in await db.Invoices.Where(i => !i.Paid).ToListAsync()) Console.WriteLine(invoice.Number); //~ verdict unscoped, cross-tenant-job pedantic
    }
    [AutomaticRetry(Attempts = 3)]
    public async Task Archive(Guid id) => db.Invoices.Remove(await db.Invoices.SingleAsync(i => i.Id == id)); //~ verdict unscoped, tenantless-message pedantic
}
[ApiController, Authorize, Route("invoices")]
public class InvoicesController(IBackgroundJobClient jobs, ShopContext db) : ControllerBase
{
    private Guid Org => Guid.Parse(User.FindFirstValue("org_id")!);
    [HttpPost("{id}/pay")]
    public IActionResult Pay(Guid id) { BackgroundJob.Enqueue<InvoiceJobs>(x => x.Pay(id)); return Accepted(); }
    [HttpPost("{id}/payof")]
    public IActionResult PayOf(Guid id) { var org = Org; jobs.Enqueue<InvoiceJobs>(x => x.PayOf(org, id)); return Accepted(); }
    [HttpPost("schedule")]
    public IActionResult Schedule() { RecurringJob.AddOrUpdate<InvoiceJobs>("remind", x => x.Remind(), Cron.Daily); return Ok(); }
}
