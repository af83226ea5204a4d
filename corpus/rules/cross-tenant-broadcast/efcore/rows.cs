// A row, a part of one and a new one are pushed to everybody, also through a helper and a typed client.
using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public interface IInvoiceClient
{
    Task Changed(Guid id, decimal total);
}

public class InvoiceHub : Hub<IInvoiceClient> { }

public class Notifier(IHubContext<InvoiceHub> hub)
{
    public Task Tell(string name, object what) =>
        hub.Clients.All.SendAsync(name, what); //~ cross-tenant-broadcast

    public Task TellGroup(Guid organizationId, object what) =>
        hub.Clients.Group(organizationId.ToString()).SendAsync("changed", what);
}

[ApiController, Authorize]
public class InvoicesController(
    ShopContext db, ICurrentUser current, IHubContext<InvoiceHub, IInvoiceClient> hub, Notifier notifier) : ControllerBase
{
    [HttpPost("invoices/{id}/pay")]
    public async Task<IActionResult> Pay(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
        invoice.Paid = true;
        await db.SaveChangesAsync();
        await hub.Clients.All.Changed(invoice.Id, invoice.Total); //~ cross-tenant-broadcast
        await notifier.TellGroup(current.OrganizationId, invoice);
        return Ok();
    }

    [HttpPost("invoices/{id}/remind")]
    public async Task<IActionResult> Remind(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
        await notifier.Tell("reminded", new { invoice.Id, invoice.Total });
        await notifier.Tell("heartbeat", "still here");
        return Ok();
    }
}
