using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Ledgerly.Data;
using Ledgerly.Services;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ledgerly.Jobs;

public class ReminderJob : BackgroundService
{
    private readonly IServiceScopeFactory _scopes;
    private readonly IMailSender _mail;
    private readonly ILogger<ReminderJob> _logger;

    public ReminderJob(IServiceScopeFactory scopes, IMailSender mail, ILogger<ReminderJob> logger)
    {
        _scopes = scopes;
        _mail = mail;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            using var scope = _scopes.CreateScope();
            var db = scope.ServiceProvider.GetRequiredService<BillingDbContext>();
            var repository = scope.ServiceProvider.GetRequiredService<IInvoiceRepository>();
            await RemindAsync(db, repository, stoppingToken);

            var now = DateTimeOffset.UtcNow;
            var removed = await db.Attachments.IgnoreQueryFilters().Where(a => a.ExpiresAt < now).ExecuteDeleteAsync(stoppingToken); //~ unreviewed-bypass
            _logger.LogInformation("Removed {Count} expired attachments", removed);
        }
    }

    private async Task RemindAsync(BillingDbContext db, IInvoiceRepository repository, CancellationToken cancellationToken)
    {
        var accounts = await db.Accounts.Where(a => !a.Suspended).ToListAsync(cancellationToken);
        foreach (var account in accounts)
        {
            var overdue = await repository.OverdueAsync(account.Id, DateTimeOffset.UtcNow, cancellationToken); //~ verdict scoped
            await _mail.SendRemindersAsync(account, overdue, cancellationToken);
            await repository.SaveAsync(cancellationToken);
        }
    }
}
