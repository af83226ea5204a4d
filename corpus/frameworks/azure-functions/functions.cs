// Functions of both models: what the route, the body and the address send, and who calls.
using Microsoft.Azure.Functions.Worker; using Microsoft.Azure.Functions.Worker.Http; using Microsoft.EntityFrameworkCore; using System.Net; using System.Security.Claims;
namespace Shop;

public class Organization { public Guid Id { get; set; } public string Name { get; set; } = ""; }
public class Invoice { public Guid Id { get; set; } public Guid OrganizationId { get; set; } public Organization Organization { get; set; } = null!; public string Number { get; set; } = ""; public bool Paid { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
}
public record PayMessage(Guid InvoiceId, Guid OrganizationId);
public class InvoiceFunctions(ShopContext db)
{
    [Function("GetInvoice")]
    public async Task<HttpResponseData> Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "invoices/{id}")] HttpRequestData req, Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ unscoped-lookup
        var response = req.CreateResponse(HttpStatusCode.OK);
        await response.WriteAsJsonAsync(invoice);
        return response;
    }
    [Function("GetOwn")]
    public async Task<HttpResponseData> Own([HttpTrigger(AuthorizationLevel.Function, "get", Route = "own/{id:guid}")] HttpRequestData req, Guid id, FunctionContext context)
    {
        var org = Guid.Parse(context.GetHttpContext()!.User.FindFirstValue("org_id")!);
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == org); //~ verdict scoped
        var response = req.CreateResponse(HttpStatusCode.OK);
        await response.WriteAsJsonAsync(invoice);
        return response;
    }
    [Function("Query")]
    public async Task<HttpResponseData> Query([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = null)] HttpRequestData req)
    {
        var query = System.Web.HttpUtility.ParseQueryString(req.Url.Query);
        var id = Guid.Parse(query["id"]!);
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ unscoped-lookup
        return req.CreateResponse(HttpStatusCode.OK);
    }
    [Function("Pay")]
    public async Task Pay([QueueTrigger("pay")] PayMessage message)
    {
        var invoice = await db.Invoices.FirstAsync(i => i.Id == message.InvoiceId); //~ unscoped-lookup
        invoice.Paid = true;
        await db.SaveChangesAsync();
    }
    [Function("Identities")]
    public async Task<HttpResponseData> ByIdentity([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "mine")] HttpRequestData req)
    {
        var org = Guid.Parse(req.Identities.First().FindFirst("org_id")!.Value);
        var invoices = await db.Invoices.Where(i => i.OrganizationId == org).ToListAsync(); //~ verdict scoped
        return req.CreateResponse(HttpStatusCode.OK);
    }
}
public static class OldFunctions
{
    [FunctionName("OldGet")]
    public static async Task<IActionResult> Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "old/{id}")] HttpRequest req, string id, ClaimsPrincipal principal, ILogger log)
    {
        using var db = new ShopContext(null!);
        var key = Guid.Parse(id);
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == key); //~ unscoped-lookup
        return new OkObjectResult(invoice);
    }
    [FunctionName("OldOwn")]
    public static async Task<IActionResult> Own([HttpTrigger(AuthorizationLevel.Function, "get", Route = "oldown/{id}")] HttpRequest req, Guid id, ClaimsPrincipal principal, ILogger log)
    {
        using var db = new ShopContext(null!);
        var org = Guid.Parse(principal.FindFirst("org_id")!.Value);
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == org); //~ verdict scoped
        return new OkObjectResult(invoice);
    }
    [FunctionName("OldBody")]
    public static async Task<IActionResult> Body([HttpTrigger(AuthorizationLevel.Function, "post")] HttpRequest req)
    {
        string body = await new StreamReader(req.Body).ReadToEndAsync();
        var data = JsonConvert.DeserializeObject<PayMessage>(body);
        using var db = new ShopContext(null!);
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == data.InvoiceId); //~ unscoped-lookup
        return new OkObjectResult(invoice);
    }
}
