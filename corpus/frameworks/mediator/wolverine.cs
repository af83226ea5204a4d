// Handlers by convention, called over the bus and over the web.
using Wolverine; using Wolverine.Http; using Microsoft.EntityFrameworkCore; using System.Security.Claims; using Microsoft.AspNetCore.Authorization;
namespace Shop;

public class Organization { public Guid Id { get; set; } public string Name { get; set; } = ""; }
public class Invoice { public Guid Id { get; set; } public Guid OrganizationId { get; set; } public Organization Organization { get; set; } = null!; public string Number { get; set; } = ""; public bool Paid { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
}
public record PayInvoice(Guid InvoiceId);
public static class InvoiceEndpoints
{
    [WolverineGet("/invoices/{id}"), Authorize]
    public static Task<Invoice?> Get(Guid id, ShopContext db) => db.Invoices.FirstOrDefaultAsync(i => i.Id == id); //~ unscoped-lookup
    [WolverineGet("/own/{id}")]
    public static Task<Invoice?> Own(Guid id, ClaimsPrincipal user, ShopContext db)
    {
        var org = Guid.Parse(user.FindFirstValue("org_id")!);
        return db.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == org); //~ verdict scoped
    }
    [WolverinePost("/pay")]
    public static async Task Pay(PayInvoice command, IMessageBus bus) => await bus.InvokeAsync(command);
    [WolverinePost("/pay2")]
    public static async Task<string> Pay2(PayInvoice command, ShopContext db)
    {
        var invoice = await db.Invoices.FindAsync(command.InvoiceId); //~ unscoped-lookup
        invoice!.Paid = true;
        await db.SaveChangesAsync();
        return "ok";
    }
}
public class PayInvoiceHandler
{
    public async Task Handle(PayInvoice command, ShopContext db)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == command.InvoiceId); //~ unscoped-lookup
        invoice.Paid = true;
        await db.SaveChangesAsync();
    }
}
