using LinqToDB; using LinqToDB.Mapping; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using System.Security.Claims;
namespace M;
[Table("organizations")] public class Organization { [PrimaryKey] public int Id { get; set; } [Column] public string Name { get; set; } = ""; }
[Table("invoices")] public class Invoice { [PrimaryKey] public int Id { get; set; } [Column] public int OrganizationId { get; set; } }
public class Db : LinqToDB.Data.DataConnection { public ITable<Invoice> Invoices => this.GetTable<Invoice>(); public ITable<Organization> Organizations => this.GetTable<Organization>(); }
[ApiController, Authorize, Route("invoices")]
public class InvoicesController(Db db) : ControllerBase
{
    int Org => int.Parse(User.FindFirstValue("org_id")!);
    [HttpGet("{id}")]
    public async Task<IActionResult> Get(int id) => Ok(await db.Invoices.FirstOrDefaultAsync(i => i.Id == id)); //~ unscoped-lookup
    [HttpGet("own/{id}")]
    public async Task<IActionResult> Own(int id) => Ok(await db.Invoices.Where(i => i.Id == id && i.OrganizationId == Org).FirstOrDefaultAsync()); //~ verdict scoped
    [HttpDelete("{id}")]
    public async Task<IActionResult> Remove(int id) { await db.Invoices.Where(i => i.Id == id).DeleteAsync(); return NoContent(); } //~ unscoped-write
    [HttpPut("{id}")]
    public async Task<IActionResult> Put(int id) { await db.Invoices.Where(i => i.Id == id && i.OrganizationId == Org).Set(i => i.Id, id).UpdateAsync(); return NoContent(); } //~ verdict scoped
    [HttpGet("t/{id}")]
    public async Task<IActionResult> T(int id) => Ok(await db.GetTable<Invoice>().SingleAsync(i => i.Id == id)); //~ unscoped-lookup
}
