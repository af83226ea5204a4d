// Handlers and middleware that are written where they are registered, a hub, and what is made with the caller.
using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Shop;

public static class Caller
{
    public static Guid Organization;

    public static User? User { get; private set; }

    public static void Remember(User user)
    {
        User = user; //~ shared-tenant-state
    }
}

public static class Program
{
    public static void Main(string[] args)
    {
        var app = WebApplication.Create(args);
        Caller.Organization = Guid.Parse(args[0]);
        app.Use(async (context, next) =>
        {
            var current = context.RequestServices.GetRequiredService<ICurrentUser>();
            Caller.Organization = current.OrganizationId; //~ shared-tenant-state
            context.Items["organization"] = current.OrganizationId;
            await next();
        });
        app.MapGet("/me", async (ICurrentUser current, ShopContext db) =>
        {
            Caller.Organization = current.OrganizationId; //~ shared-tenant-state
            Caller.Remember(await db.Users.SingleAsync(u => u.Id == current.UserId));
            return Results.Ok();
        });
    }
}

public class LastHub : Hub
{
    private static string? _last;
    private string? _own;

    public override Task OnConnectedAsync()
    {
        _last = Context.UserIdentifier; //~ shared-tenant-state
        _own = Context.UserIdentifier;
        return base.OnConnectedAsync();
    }
}

public class Scope
{
    public static Guid OrganizationId;
    private readonly Guid _organizationId;

    public Scope(ICurrentUser current)
    {
        OrganizationId = current.OrganizationId; //~ shared-tenant-state
        _organizationId = current.OrganizationId;
    }

    public Guid Own() => _organizationId;
}

public class LazyScope(ICurrentUser current)
{
    private static Guid _organization;

    public Guid Organization()
    {
        if (_organization == default)
        {
            _organization = current.OrganizationId; //~ shared-tenant-state
        }
        return _organization;
    }
}

[ApiController, Route("scope")]
public class ScopeController(LazyScope scope) : ControllerBase
{
    [HttpGet]
    public Guid Get() => scope.Organization();
}
