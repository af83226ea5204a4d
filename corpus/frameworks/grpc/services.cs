// Services: messages, streams and headers are sent, the context's user is who calls.
using Grpc.Core; using Microsoft.AspNetCore.Authorization; using Microsoft.EntityFrameworkCore; using System.Security.Claims;
namespace Shop;

public class Organization { public Guid Id { get; set; } public string Name { get; set; } = ""; }
public class Invoice { public Guid Id { get; set; } public Guid OrganizationId { get; set; } public Organization Organization { get; set; } = null!; public string Number { get; set; } = ""; public bool Paid { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
}
[Authorize]
public class InvoiceService(ShopContext db) : Invoices.InvoicesBase
{
    public override async Task<InvoiceReply> Get(GetRequest request, ServerCallContext context)
    {
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == Guid.Parse(request.Id)); //~ unscoped-lookup
        if (invoice == null) throw new RpcException(new Status(StatusCode.NotFound, "no"));
        return new InvoiceReply { Number = invoice.Number };
    }
    public override async Task<InvoiceReply> Own(GetRequest request, ServerCallContext context)
    {
        var org = Guid.Parse(context.GetHttpContext().User.FindFirstValue("org_id")!);
        var id = Guid.Parse(request.Id);
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == org); //~ verdict scoped
        return new InvoiceReply { Number = invoice.Number };
    }
    public override async Task List(ListRequest request, IServerStreamWriter<InvoiceReply> stream, ServerCallContext context)
    {
        var org = Guid.Parse(context.RequestHeaders.GetValue("x-org")!);
        await foreach (var invoice in db.Invoices.Where(i => i.OrganizationId == org).AsAsyncEnumerable()) //~ tenant-from-request
            await stream.WriteAsync(new InvoiceReply { Number = invoice.Number });
    }
    public override async Task<InvoiceReply> Checked(GetRequest request, ServerCallContext context)
    {
        var invoice = await db.Invoices.FindAsync(Guid.Parse(request.Id)); //~ verdict guarded
        var org = context.GetHttpContext().User.FindFirst("org_id")?.Value;
        if (invoice == null || invoice.OrganizationId.ToString() != org) throw new RpcException(new Status(StatusCode.PermissionDenied, "no"));
        return new InvoiceReply { Number = invoice.Number };
    }
    public override async Task<Summary> Upload(IAsyncStreamReader<GetRequest> requests, ServerCallContext context)
    {
        await foreach (var request in requests.ReadAllAsync())
        {
            var id = Guid.Parse(request.Id);
            var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ unscoped-lookup
            invoice.Paid = true;
        }
        await db.SaveChangesAsync();
        return new Summary();
    }
    public override async Task<InvoiceReply> Metadata(GetRequest request, ServerCallContext context)
    {
        var org = Guid.Parse(context.AuthContext.FindPropertiesByName("org").First().Value);
        var invoice = await db.Invoices.FirstAsync(i => i.Number == request.Id && i.OrganizationId == org); //~ verdict scoped
        return new InvoiceReply();
    }
    public override async Task<InvoiceReply> State(GetRequest request, ServerCallContext context)
    {
        var user = context.UserState["user"] as ClaimsPrincipal;
        var invoice = await db.Invoices.FirstAsync(i => i.Number == request.Id && i.OrganizationId == Guid.Parse(user!.FindFirst("org")!.Value)); //~ verdict scoped
        return new InvoiceReply();
    }
}
