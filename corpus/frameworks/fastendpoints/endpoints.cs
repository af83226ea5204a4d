// Endpoints by every base, what is bound from claims, commands and what stops.
using FastEndpoints; using Microsoft.EntityFrameworkCore; using System.Security.Claims;
namespace Shop;

public class Organization { public Guid Id { get; set; } public string Name { get; set; } = ""; }
public class Invoice { public Guid Id { get; set; } public Guid OrganizationId { get; set; } public Organization Organization { get; set; } = null!; public string Number { get; set; } = ""; public bool Paid { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
}
public class GetInvoiceRequest { public Guid Id { get; set; } }
public class OwnRequest { public Guid Id { get; set; } [FromClaim("org_id")] public Guid OrganizationId { get; set; } }
public class ScopedRequest { public Guid OrganizationId { get; set; } public Guid Id { get; set; } }
public class GetInvoice(ShopContext db) : Endpoint<GetInvoiceRequest, Invoice>
{
    public override void Configure() { Get("/invoices/{id}"); Roles("Member"); }
    public override async Task HandleAsync(GetInvoiceRequest req, CancellationToken ct)
    {
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == req.Id, ct); //~ unscoped-lookup
        if (invoice is null) { await SendNotFoundAsync(ct); return; }
        await SendAsync(invoice, cancellation: ct);
    }
}
public class GetOwn(ShopContext db) : Endpoint<OwnRequest, Invoice>
{
    public override void Configure() { Get("/own/{id}"); }
    public override async Task HandleAsync(OwnRequest req, CancellationToken ct)
    {
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == req.Id && i.OrganizationId == req.OrganizationId, ct); //~ verdict scoped
        await SendAsync(invoice!, cancellation: ct);
    }
}
public class GetScoped(ShopContext db) : Endpoint<ScopedRequest, Invoice>
{
    public override void Configure() { Get("/organizations/{organizationId}/invoices/{id}"); }
    public override async Task HandleAsync(ScopedRequest req, CancellationToken ct)
    {
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == req.Id && i.OrganizationId == req.OrganizationId, ct); //~ tenant-from-request
        await SendAsync(invoice!, cancellation: ct);
    }
}
public class GetByRoute(ShopContext db) : EndpointWithoutRequest<Invoice>
{
    public override void Configure() => Get("/r/{id}");
    public override async Task HandleAsync(CancellationToken ct)
    {
        var id = Route<Guid>("id");
        var invoice = await db.Invoices.FindAsync(id); //~ unscoped-lookup
        await SendAsync(invoice!, cancellation: ct);
    }
}
public class GetByClaim(ShopContext db) : EndpointWithoutRequest<List<Invoice>>
{
    public override void Configure() => Get("/c");
    public override async Task<List<Invoice>> ExecuteAsync(CancellationToken ct)
    {
        var org = Guid.Parse(User.FindFirstValue("org_id")!);
        return await db.Invoices.Where(i => i.OrganizationId == org).ToListAsync(ct); //~ verdict scoped
    }
}
public class GetTyped(ShopContext db) : Ep.Req<GetInvoiceRequest>.Res<Invoice>
{
    public override void Configure() => Get("/typed/{id}");
    public override async Task HandleAsync(GetInvoiceRequest r, CancellationToken ct)
    {
        Response = await db.Invoices.SingleAsync(i => i.Id == r.Id, ct); //~ unscoped-lookup
    }
}
public class Checked(ShopContext db) : Endpoint<GetInvoiceRequest, Invoice>
{
    public override void Configure() { Get("/checked/{id}"); }
    public override async Task HandleAsync(GetInvoiceRequest req, CancellationToken ct)
    {
        var invoice = await db.Invoices.FindAsync(req.Id, ct); //~ verdict guarded
        if (invoice is null || invoice.OrganizationId != Guid.Parse(User.ClaimValue("org_id")!)) { await Send.NotFoundAsync(ct); return; }
        await Send.OkAsync(invoice, ct);
    }
}
public class PayCommand : ICommand { public Guid InvoiceId { get; set; } }
public class PayHandler(ShopContext db) : ICommandHandler<PayCommand>
{
    public async Task ExecuteAsync(PayCommand command, CancellationToken ct)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == command.InvoiceId, ct); //~ verdict unscoped, tenantless-message pedantic
        invoice.Paid = true;
        await db.SaveChangesAsync(ct);
    }
}
public class Pay : Endpoint<GetInvoiceRequest>
{
    public override void Configure() { Post("/pay/{id}"); }
    public override async Task HandleAsync(GetInvoiceRequest req, CancellationToken ct)
    {
        await new PayCommand { InvoiceId = req.Id }.ExecuteAsync(ct);
        await SendOkAsync(ct);
    }
}
public class ThrowIf(ShopContext db) : Endpoint<GetInvoiceRequest, Invoice>
{
    public override void Configure() { Get("/throws/{id}"); }
    public override async Task HandleAsync(GetInvoiceRequest req, CancellationToken ct)
    {
        var invoice = await db.Invoices.FindAsync(req.Id, ct); //~ verdict guarded
        if (invoice is null || invoice.OrganizationId.ToString() != User.FindFirst("org_id")!.Value) ThrowError("not yours", 403);
        await SendAsync(invoice!, cancellation: ct);
    }
}
public class TypedResultsEndpoint(ShopContext db) : Endpoint<GetInvoiceRequest, Results<Ok<Invoice>, NotFound>>
{
    public override void Configure() { Get("/results/{id}"); }
    public override async Task<Results<Ok<Invoice>, NotFound>> ExecuteAsync(GetInvoiceRequest req, CancellationToken ct)
    {
        var invoice = await db.Invoices.FindAsync(req.Id, ct); //~ unscoped-lookup
        return invoice is null ? TypedResults.NotFound() : TypedResults.Ok(invoice);
    }
}
