using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// What decides policies looks at values of the route, by names that are not written there.
public class Requirement : IAuthorizationRequirement;

public class RouteHandler(IHttpContextAccessor http, ShopContext db, ICurrentUser current) : AuthorizationHandler<Requirement>
{
    private static readonly string[] names = ["organizationId", "invoiceId"];

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, Requirement requirement)
    {
        foreach (var name in names)
        {
            if (http.HttpContext!.Request.RouteValues.TryGetValue(name, out var value) && value is string key)
            {
                var organizationId = Guid.Parse(key);
                var userId = current.UserId;
                if (!await db.Members.AnyAsync(m => m.OrganizationId == organizationId && m.UserId == userId)) return;
            }
        }
        context.Succeed(requirement);
    }
}

[Authorize(Policy = "Members")]
[ApiController]
[Route("api/invoices")]
public class LiftedController(ShopContext db) : ControllerBase
{
    [HttpGet("{invoiceId}")]
    public async Task<IActionResult> InRoute(Guid invoiceId)
    {
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == invoiceId); //~ verdict scoped
        return Ok(invoice);
    }

    // it is not in the route, so nothing looked at it
    [HttpGet("{organizationId}/find")]
    public async Task<IActionResult> BesideAnother(Guid organizationId, Guid invoiceId)
    {
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == invoiceId); //~ unscoped-lookup
        return Ok(invoice);
    }

    // no policy is asked where anybody may call
    [AllowAnonymous]
    [HttpGet("{invoiceId}/open")]
    public async Task<IActionResult> Open(Guid invoiceId)
    {
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == invoiceId); //~ unscoped-lookup pedantic
        return Ok(invoice);
    }
}
