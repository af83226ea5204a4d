using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Shop;

public record PayInvoice(Guid OrganizationId, Guid InvoiceId);

public class InvoiceRepository(ShopContext db)
{
    public async Task<Invoice?> Find(Guid organizationId, Guid id)
    {
        return await db.Invoices.SingleOrDefaultAsync(i => i.Id == id); //~ dropped-tenant
    }

    public async Task<Invoice?> FindOwn(Guid organizationId, Guid id)
    {
        return await db.Invoices.SingleOrDefaultAsync(i => i.Id == id && i.OrganizationId == organizationId); //~ verdict latent
    }

    public async Task Pay(PayInvoice command)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == command.InvoiceId); //~ dropped-tenant
        invoice.Paid = true;
        await db.SaveChangesAsync();
    }

    public async Task PayOwn(PayInvoice command)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == command.InvoiceId); //~ verdict latent
        if (invoice.OrganizationId != command.OrganizationId) throw new UnauthorizedAccessException();
        invoice.Paid = true;
        await db.SaveChangesAsync();
    }
}
