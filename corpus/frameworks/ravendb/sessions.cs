// Documents by key and by query.
using Raven.Client.Documents; using Raven.Client.Documents.Session; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using System.Security.Claims;
namespace Shop;
public class Organization { public string Id { get; set; } = ""; }
public class Invoice { public string Id { get; set; } = ""; public string OrganizationId { get; set; } = ""; public bool Paid { get; set; } }
[ApiController, Authorize, Route("invoices")]
public class InvoicesController(IAsyncDocumentSession dbSession, IDocumentStore store) : ControllerBase
{
    private string Org => User.FindFirstValue("org_id")!;
    [HttpGet("{id}")] public Task<Invoice> Get(string id) => dbSession.LoadAsync<Invoice>(id); //~ unscoped-lookup
    [HttpGet("org")] public Task<Organization> Mine() => dbSession.LoadAsync<Organization>(Org);
    [HttpGet] public Task<List<Invoice>> List() => dbSession.Query<Invoice>().Where(i => i.OrganizationId == Org).ToListAsync(); //~ verdict scoped
    [HttpGet("all")] public Task<List<Invoice>> All() => dbSession.Query<Invoice>().Where(i => !i.Paid).ToListAsync(); //~ unscoped-list
    [HttpGet("checked/{id}")]
    public async Task<ActionResult<Invoice>> Checked(string id)
    {
        var invoice = await dbSession.LoadAsync<Invoice>(id); //~ verdict guarded
        if (invoice == null || invoice.OrganizationId != Org) return NotFound();
        return invoice;
    }
    [HttpDelete("{id}")]
    public async Task<IActionResult> Delete(string id)
    {
        using var session = store.OpenAsyncSession();
        var invoice = await session.LoadAsync<Invoice>(id); //~ unscoped-lookup
        session.Delete(invoice);
        await session.SaveChangesAsync();
        return NoContent();
    }
}
