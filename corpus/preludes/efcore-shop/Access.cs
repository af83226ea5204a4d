using System;
using System.Security.Claims;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public interface ICurrentUser
{
    Guid UserId { get; }
    Guid OrganizationId { get; }
}

public class CurrentUser : ICurrentUser
{
    private readonly IHttpContextAccessor _accessor;

    public CurrentUser(IHttpContextAccessor accessor)
    {
        _accessor = accessor;
    }

    public Guid UserId => Guid.Parse(_accessor.HttpContext!.User.FindFirstValue(ClaimTypes.NameIdentifier)!);

    public Guid OrganizationId => Guid.Parse(_accessor.HttpContext!.User.FindFirstValue("organization")!);
}

public class MemberAccess
{
    private readonly AppDbContext _db;
    private readonly ICurrentUser _current;

    public MemberAccess(AppDbContext db, ICurrentUser current)
    {
        _db = db;
        _current = current;
    }

    public async Task EnsureMemberAsync(Guid organizationId)
    {
        var userId = _current.UserId;
        var member = await _db.Members.SingleOrDefaultAsync(m => m.OrganizationId == organizationId && m.UserId == userId);
        if (member is null)
        {
            throw new UnauthorizedAccessException();
        }
    }
}
