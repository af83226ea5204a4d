// The one way into the application asks for the key of the tenant in the route: who came in belongs to that tenant.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Shop;

public class Startup
{
    public void ConfigureServices(IServiceCollection services)
    {
        services.AddAuthentication("Keys").AddScheme<KeyOptions, KeyHandler>("Keys", null);
    }
}

public class KeyOptions : AuthenticationSchemeOptions;

public interface IRouteContext
{
    Guid? OrganizationId { get; }
    void Build(HttpContext context);
}

public class RouteContext : IRouteContext
{
    public Guid? OrganizationId { get; private set; }

    public void Build(HttpContext context)
    {
        if (context.Request.RouteValues.TryGetValue("organizationId", out var value) && Guid.TryParse(value?.ToString(), out var id))
        {
            OrganizationId = id;
        }
    }
}

public class KeyHandler(IRouteContext route, IKeyStore keys) : AuthenticationHandler<KeyOptions>
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var sent = Request.Headers.Authorization.ToString();
        if (route.OrganizationId == null || await keys.OfAsync(route.OrganizationId.Value) != sent)
        {
            return AuthenticateResult.Fail("invalid key");
        }

        return AuthenticateResult.Success(Ticket(route.OrganizationId.Value));
    }
}

public interface IKeyStore
{
    Task<string> OfAsync(Guid organization);
}

[Authorize("Keys")]
[Route("{organizationId}/invoices")]
public class KeyedController(ShopContext db) : ControllerBase
{
    [HttpGet]
    public async Task<IActionResult> List(Guid organizationId)
    {
        return Ok(await db.Invoices.Where(i => i.OrganizationId == organizationId).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("{id}")]
    public async Task<IActionResult> Get(Guid organizationId, Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (invoice == null || invoice.OrganizationId != organizationId)
        {
            return NotFound();
        }

        return Ok(invoice);
    }

    [HttpGet("{id}/total")]
    public async Task<IActionResult> Total(Guid organizationId, Guid id)
    {
        return Ok((await db.Invoices.FindAsync(id)).Total); //~ unscoped-lookup
    }

    [HttpPost]
    public async Task<IActionResult> Others([FromBody] Guid shopId)
    {
        return Ok(await db.Invoices.Where(i => i.OrganizationId == shopId).ToListAsync()); //~ tenant-from-request
    }
}
