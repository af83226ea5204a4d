using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Ledgerly.Domain;

namespace Ledgerly.Services;

public interface IMailSender
{
    Task SendRemindersAsync(Account account, IReadOnlyList<Invoice> invoices, CancellationToken cancellationToken);
}
