// A policy is only named in front of a handler; what its code asks for by name is vouched for, and nothing else.
using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class InvoiceRequirement : IAuthorizationRequirement
{
}

public class InvoiceHandler(ShopContext db, ICurrentUser user) : AuthorizationHandler<InvoiceRequirement>
{
    private const string Key = "invoiceId";

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, InvoiceRequirement requirement)
    {
        if (context.Resource is HttpContext http && await Owns(http))
        {
            context.Succeed(requirement);
        }

        async Task<bool> Owns(HttpContext http)
        {
            return await Find();

            async Task<bool> Find()
            {
                var values = http.Request.RouteValues;
                if (!values.TryGetValue(Key, out var value))
                {
                    return false;
                }
                var id = Guid.Parse(value.ToString());
                return await db.Invoices.AnyAsync(i => i.Id == id && i.OrganizationId == user.OrganizationId); //~ verdict scoped
            }
        }
    }
}

[ApiController]
[Authorize]
public class PolicyController(ShopContext db) : ControllerBase
{
    [HttpGet("invoices/{invoiceId}")]
    [Authorize(Policy = "Invoices")]
    public async Task<IActionResult> Get(Guid invoiceId)
    {
        return Ok(await db.Invoices.SingleAsync(i => i.Id == invoiceId)); //~ verdict scoped
    }

    [HttpGet("invoices/{invoiceId}/lines/{lineId}")]
    [Authorize(Policy = "Invoices")]
    public async Task<IActionResult> Line(Guid invoiceId, Guid lineId)
    {
        return Ok(await db.Set<Line>().SingleAsync(l => l.Id == lineId)); //~ unscoped-lookup
    }

    [HttpGet("archive/{invoiceId}")]
    public async Task<IActionResult> Archived(Guid invoiceId)
    {
        return Ok(await db.Invoices.SingleAsync(i => i.Id == invoiceId)); //~ unscoped-lookup
    }
}
