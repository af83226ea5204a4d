using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Ledgerly.Domain;
using Microsoft.EntityFrameworkCore;

namespace Ledgerly.Data;

public interface IInvoiceRepository
{
    Task<List<Invoice>> OverdueAsync(Guid accountId, DateTimeOffset now, CancellationToken cancellationToken);
    Task<Dictionary<InvoiceStatus, int>> CountByStatusAsync(Guid accountId, CancellationToken cancellationToken);
    Task SaveAsync(CancellationToken cancellationToken);
}

public class InvoiceRepository : IInvoiceRepository
{
    private readonly BillingDbContext _db;

    public InvoiceRepository(BillingDbContext db)
    {
        _db = db;
    }

    public async Task<List<Invoice>> OverdueAsync(Guid accountId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var overdue = await _db.Invoices.IgnoreQueryFilters([BillingDbContext.AccountFilter])
            .Where(i => i.AccountId == accountId)
            .Where(i => i.Status == InvoiceStatus.Sent && i.DueAt < now)
            .OrderBy(i => i.DueAt)
            .ToListAsync(cancellationToken);
        foreach (var invoice in overdue)
        {
            invoice.Status = InvoiceStatus.Overdue;
        }

        return overdue;
    }

    public async Task<Dictionary<InvoiceStatus, int>> CountByStatusAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var rows = await _db.Invoices.Where(i => i.AccountId == accountId)
            .GroupBy(i => i.Status)
            .Select(g => new { Status = g.Key, Count = g.Count() })
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(row => row.Status, row => row.Count);
    }

    public Task SaveAsync(CancellationToken cancellationToken)
    {
        return _db.SaveChangesAsync(cancellationToken);
    }
}
