using System;
using System.Threading;
using System.Threading.Tasks;
using Ledgerly.Contracts;
using Ledgerly.Data;
using Ledgerly.Domain;
using Microsoft.EntityFrameworkCore;

namespace Ledgerly.Services;

public class InvoiceService
{
    private readonly BillingDbContext _db;
    private readonly ICurrentAccount _current;
    private readonly TimeProvider _clock;

    public InvoiceService(BillingDbContext db, ICurrentAccount current, TimeProvider clock)
    {
        _db = db;
        _current = current;
        _clock = clock;
    }

    public async Task<bool> ApproveAsync(Guid id, ApproveInvoiceRequest request, CancellationToken cancellationToken)
    {
        var invoice = await _db.Invoices.Include(i => i.Lines).FirstOrDefaultAsync(i => i.Id == id, cancellationToken); //~ check-against-request
        if (invoice == null || invoice.AccountId != request.AccountId)
        {
            return false;
        }

        invoice.Status = InvoiceStatus.Approved;
        invoice.ApprovedAt = _clock.GetUtcNow();
        await _db.SaveChangesAsync(cancellationToken);
        return true;
    }

    public async Task<Guid> CreateAsync(CreateInvoiceRequest request, CancellationToken cancellationToken)
    {
        var contact = await _db.Contacts.SingleAsync(c => c.Id == request.ContactId, cancellationToken); //~ verdict filtered
        var invoice = new Invoice
        {
            Id = Guid.NewGuid(),
            AccountId = _current.AccountId,
            ContactId = contact.Id,
            Number = request.Number,
            DueAt = _clock.GetUtcNow().AddDays(request.PaymentDays),
            Status = InvoiceStatus.Draft,
        };
        _db.Invoices.Add(invoice);
        await _db.SaveChangesAsync(cancellationToken);
        return invoice.Id;
    }
}
