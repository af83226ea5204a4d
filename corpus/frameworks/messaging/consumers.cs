// Who consumes a message knows no caller.
using MassTransit; using Microsoft.EntityFrameworkCore; using NServiceBus; using Rebus.Handlers; using DotNetCore.CAP;
namespace Shop;

public class Organization { public Guid Id { get; set; } public string Name { get; set; } = ""; }
public class Invoice { public Guid Id { get; set; } public Guid OrganizationId { get; set; } public Organization Organization { get; set; } = null!; public string Number { get; set; } = ""; public bool Paid { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
}
public record PayInvoice(Guid InvoiceId, Guid OrganizationId);
public class PayConsumer(ShopContext db) : IConsumer<PayInvoice>
{
    public async Task Consume(ConsumeContext<PayInvoice> context)
    {
        var message = context.Message;
        var invoice = await db.Invoices.SingleAsync(i => i.Id == message.InvoiceId); //~ verdict unscoped, tenantless-message pedantic
        invoice.Paid = true;
        await db.SaveChangesAsync();
    }
}
public class PayHandler(ShopContext db) : NServiceBus.IHandleMessages<PayInvoice>
{
    public async Task Handle(PayInvoice message, IMessageHandlerContext context)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == message.InvoiceId && i.OrganizationId == message.OrganizationId); //~ verdict wrongly-scoped
    }
}
public class Subscriber(ShopContext db) : ICapSubscribe
{
    [CapSubscribe("invoice.pay")]
    public async Task Pay(PayInvoice message) { var invoice = await db.Invoices.SingleAsync(i => i.Id == message.InvoiceId); } //~ verdict unscoped, tenantless-message pedantic
}
