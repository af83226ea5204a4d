// Who is online is said to everybody; in the twin to those of one's own organization.
using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Shop;

[Authorize]
public class PresenceHub : Hub
{
    public override async Task OnConnectedAsync()
    {
        var userId = Context.UserIdentifier;
        await Clients.All.SendAsync("Online", new { userId, online = true }, Context.ConnectionAborted); //~ cross-tenant-broadcast
        await base.OnConnectedAsync();
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        var others = Clients.Others;
        await others.SendAsync("Offline", Context.UserIdentifier); //~ cross-tenant-broadcast
        await base.OnDisconnectedAsync(exception);
    }
}

[Authorize]
public class QuietHub : Hub
{
    public override async Task OnConnectedAsync()
    {
        var userId = Context.UserIdentifier;
        var organization = Context.User?.FindFirst("organization")?.Value;
        var target = string.IsNullOrEmpty(organization) ? Clients.All : Clients.Group($"organization:{organization}");
        await target.SendAsync("Online", new { userId, online = true });
        await Clients.Caller.SendAsync("Welcome", userId);
        await Clients.All.SendAsync("Heartbeat", DateTime.UtcNow);
    }

    public async Task Ping()
    {
        var organization = Context.User?.FindFirst("organization")?.Value;
        if (string.IsNullOrEmpty(organization))
        {
            // whoever has no organization runs all of them
            await Clients.All.SendAsync("Maintenance", Context.UserIdentifier);
            return;
        }
        await Clients.Group($"organization:{organization}").SendAsync("Ping", Context.UserIdentifier);
    }
}
