using System;
using System.Threading;
using System.Threading.Tasks;
using Ledgerly.Data;
using Ledgerly.Domain;
using Microsoft.EntityFrameworkCore;

namespace Ledgerly.Services;

public class AccessDeniedException : Exception
{
    public AccessDeniedException(Guid accountId)
        : base($"No access to account {accountId}")
    {
    }
}

public class AccountAccess
{
    private readonly BillingDbContext _db;
    private readonly ICurrentAccount _current;

    public AccountAccess(BillingDbContext db, ICurrentAccount current)
    {
        _db = db;
        _current = current;
    }

    public async Task EnsureMemberAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var userId = _current.UserId;
        var member = await _db.AccountMembers
            .SingleOrDefaultAsync(m => m.AccountId == accountId && m.UserId == userId, cancellationToken);
        if (member is null || member.Role == MemberRole.Viewer)
        {
            throw new AccessDeniedException(accountId);
        }
    }
}
