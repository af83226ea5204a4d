using Marten; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using System.Security.Claims;
namespace M;
public class Organization { public Guid Id { get; set; } public string Name { get; set; } = ""; }
public class Invoice { public Guid Id { get; set; } public Guid OrganizationId { get; set; } public decimal Total { get; set; } }
[ApiController, Authorize, Route("invoices")]
public class InvoicesController(IDocumentSession session, IQuerySession query) : ControllerBase
{
    Guid Org => Guid.Parse(User.FindFirstValue("org_id")!);
    [HttpGet("{id}")]
    public async Task<IActionResult> Get(Guid id) {
        var invoice = await session.LoadAsync<Invoice>(id); //~ unscoped-lookup
        return invoice is null ? NotFound() : Ok(invoice);
    }
    [HttpGet("own/{id}")]
    public async Task<IActionResult> Own(Guid id) {
        var invoice = await query.Query<Invoice>().SingleOrDefaultAsync(i => i.Id == id && i.OrganizationId == Org); //~ verdict scoped
        return invoice is null ? NotFound() : Ok(invoice);
    }
    [HttpGet("any/{id}")]
    public async Task<IActionResult> Any(Guid id) {
        var invoice = await query.Query<Invoice>().Where(i => i.Id == id).FirstOrDefaultAsync(); //~ unscoped-lookup
        return invoice is null ? NotFound() : Ok(invoice);
    }
    [HttpDelete("{id}")]
    public async Task<IActionResult> Remove(Guid id) {
        session.Delete<Invoice>(id); //~ unscoped-write
        await session.SaveChangesAsync();
        return NoContent();
    }
    [HttpGet]
    public async Task<IActionResult> List() => Ok(await query.Query<Invoice>().ToListAsync()); //~ unscoped-list
}
