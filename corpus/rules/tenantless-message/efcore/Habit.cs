// Where no consumer is told whose rows are meant, each is for those who ask for more.
using System;
using System.Threading.Tasks;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public record Pay(Guid InvoiceId);
public record PayOf(Guid InvoiceId, Guid OrganizationId);

public class PayConsumer(ShopContext db) : IConsumer<Pay>
{
    public async Task Consume(ConsumeContext<Pay> context)
    {
        var message = context.Message;
        var invoice = await db.Invoices.SingleAsync(i => i.Id == message.InvoiceId); //~ tenantless-message pedantic
        invoice.Paid = true;
        await db.SaveChangesAsync();
    }
}

public class PayOfConsumer(ShopContext db) : IConsumer<PayOf>
{
    public async Task Consume(ConsumeContext<PayOf> context)
    {
        var message = context.Message;
        var invoice = await db.Invoices.SingleAsync(i => i.Id == message.InvoiceId && i.OrganizationId == message.OrganizationId);
        //~^ verdict wrongly-scoped
        invoice.Paid = true;
        await db.SaveChangesAsync();
    }
}
