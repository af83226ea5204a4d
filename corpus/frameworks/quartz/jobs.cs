// Jobs are told by data that somebody else put there.
using Quartz; using Microsoft.EntityFrameworkCore;
namespace Shop;

public class Organization { public Guid Id { get; set; } public string Name { get; set; } = ""; }
public class Invoice { public Guid Id { get; set; } public Guid OrganizationId { get; set; } public Organization Organization { get; set; } = null!; public string Number { get; set; } = ""; public bool Paid { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
}
public class PayJob(ShopContext db) : IJob
{
    public async Task Execute(IJobExecutionContext context)
    {
        var id = context.MergedJobDataMap.GetGuid("invoiceId");
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ verdict unscoped
        invoice.Paid = true;
        await db.SaveChangesAsync();
    }
}
public class RemindJob(ShopContext db) : IJob
{
    public async Task Execute(IJobExecutionContext context)
    {
        foreach (var org in await db.Organizations.ToListAsync())
        {
            var unpaid = await db.Invoices.Where(i => i.OrganizationId == org.Id && !i.Paid).ToListAsync(); //~ verdict scoped
        }
    }
}
public class PayInvocable(ShopContext db) : Coravel.Invocable.IInvocable, Coravel.Invocable.IInvocableWithPayload<Guid>
{
    public Guid Payload { get; set; }
    public async Task Invoke() { var invoice = await db.Invoices.SingleAsync(i => i.Id == Payload); } //~ verdict unknown
}
