using MongoDB.Driver; using MongoDB.Bson; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using System.Security.Claims;
namespace M;
public class Organization { public string Id { get; set; } = ""; public string Name { get; set; } = ""; }
public class Invoice { public string Id { get; set; } = ""; public string OrganizationId { get; set; } = ""; public decimal Total { get; set; } }
[ApiController, Authorize, Route("invoices")]
public class InvoicesController : ControllerBase
{
    private readonly IMongoCollection<Invoice> _invoices;
    private readonly IMongoCollection<Organization> _organizations;
    public InvoicesController(IMongoDatabase db) { _invoices = db.GetCollection<Invoice>("invoices"); _organizations = db.GetCollection<Organization>("organizations"); }
    string Org => User.FindFirstValue("org_id")!;
    [HttpGet("{id}")]
    public async Task<IActionResult> Get(string id) => Ok(await _invoices.Find(i => i.Id == id).FirstOrDefaultAsync()); //~ unscoped-lookup
    [HttpGet("own/{id}")]
    public async Task<IActionResult> Own(string id) => Ok(await _invoices.Find(i => i.Id == id && i.OrganizationId == Org).FirstOrDefaultAsync()); //~ verdict scoped
    [HttpGet("f/{id}")]
    public async Task<IActionResult> F(string id) {
        var filter = Builders<Invoice>.Filter.Eq(i => i.Id, id);
        return Ok(await _invoices.Find(filter).FirstOrDefaultAsync()); //~ unscoped-lookup
    }
    [HttpGet("fo/{id}")]
    public async Task<IActionResult> Fo(string id) {
        var filter = Builders<Invoice>.Filter.And(Builders<Invoice>.Filter.Eq(i => i.Id, id), Builders<Invoice>.Filter.Eq(i => i.OrganizationId, Org));
        return Ok(await _invoices.Find(filter).FirstOrDefaultAsync()); //~ verdict scoped
    }
    [HttpDelete("{id}")]
    public async Task<IActionResult> Remove(string id) { await _invoices.DeleteOneAsync(i => i.Id == id); return NoContent(); } //~ unscoped-write
    [HttpPut("{id}")]
    public async Task<IActionResult> Put(string id, Invoice body) { await _invoices.ReplaceOneAsync(i => i.Id == id && i.OrganizationId == Org, body); return NoContent(); } //~ verdict scoped
    [HttpGet]
    public async Task<IActionResult> List() => Ok(await _invoices.AsQueryable().Where(i => i.OrganizationId == Org).ToListAsync()); //~ verdict scoped
    [HttpGet("fb/{id}")]
    public async Task<IActionResult> Fb(string id) {
        var b = Builders<Invoice>.Filter;
        var filter = b.Eq(i => i.Id, id) & b.Eq(i => i.OrganizationId, Org);
        return Ok(await _invoices.Find(filter).FirstOrDefaultAsync()); //~ verdict scoped
    }
}
