// A hub's methods are called from outside, by the user of its context.
using Microsoft.AspNetCore.SignalR; using Microsoft.AspNetCore.Authorization; using Microsoft.EntityFrameworkCore; using System.Security.Claims;
namespace Shop;

public class Organization { public Guid Id { get; set; } public string Name { get; set; } = ""; }
public class Invoice { public Guid Id { get; set; } public Guid OrganizationId { get; set; } public Organization Organization { get; set; } = null!; public string Number { get; set; } = ""; public bool Paid { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
}
public interface IShopClient { Task InvoiceChanged(Invoice invoice); }
[Authorize]
public class ShopHub(ShopContext db) : Hub<IShopClient>
{
    public async Task<Invoice?> Get(Guid id) => await db.Invoices.FindAsync(id); //~ unscoped-lookup
    public async Task<Invoice?> Own(Guid id)
    {
        var org = Guid.Parse(Context.User!.FindFirstValue("org_id")!);
        return await db.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == org); //~ verdict scoped
    }
    public async Task Join(Guid organizationId)
    {
        var all = await db.Invoices.Where(i => i.OrganizationId == organizationId).ToListAsync(); //~ tenant-from-request
        await Groups.AddToGroupAsync(Context.ConnectionId, organizationId.ToString());
    }
    public override async Task OnConnectedAsync()
    {
        var org = Guid.Parse(Context.GetHttpContext()!.Request.Query["org"]!);
        var all = await db.Invoices.Where(i => i.OrganizationId == org).ToListAsync(); //~ tenant-from-request
        await base.OnConnectedAsync();
    }
    public async Task Pay(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (invoice == null || invoice.OrganizationId.ToString() != Context.User!.FindFirst("org_id")!.Value) throw new HubException("no");
        invoice.Paid = true;
        await db.SaveChangesAsync();
        await Clients.Group(invoice.OrganizationId.ToString()).InvoiceChanged(invoice);
    }
}
