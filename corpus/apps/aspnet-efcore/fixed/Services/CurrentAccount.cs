using System;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Ledgerly.Services;

public interface ICurrentAccount
{
    Guid AccountId { get; }
    Guid UserId { get; }
}

public class CurrentAccount : ICurrentAccount
{
    private readonly IHttpContextAccessor _accessor;

    public CurrentAccount(IHttpContextAccessor accessor)
    {
        _accessor = accessor;
    }

    public Guid AccountId => Read("account");

    public Guid UserId => Read(ClaimTypes.NameIdentifier);

    private Guid Read(string claim)
    {
        var value = _accessor.HttpContext?.User.FindFirstValue(claim);
        return Guid.TryParse(value, out var id) ? id : Guid.Empty;
    }
}
