// Who asks is found once and remembered for the rest of the request.
using System;
using System.Security.Claims;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public interface ICurrentContext
{
    Member Member { get; set; }
}

public interface IMembers
{
    Task<Member> GetByPrincipalAsync(ClaimsPrincipal principal);
}

public class Members(ShopContext db, ICurrentContext currentContext) : IMembers
{
    public async Task<Member> GetByPrincipalAsync(ClaimsPrincipal principal)
    {
        var userId = Guid.Parse(principal.FindFirstValue("sub"));
        currentContext.Member = await db.Members.SingleAsync(m => m.UserId == userId); //~ verdict scoped
        return currentContext.Member;
    }
}

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(ShopContext db, IMembers members) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<Invoice?> Show(Guid id)
    {
        var member = await members.GetByPrincipalAsync(User);
        return await db.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == member.OrganizationId); //~ verdict scoped
    }
}
