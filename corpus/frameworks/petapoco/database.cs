// Rows by key, by statements whose values are numbered, and by conditions alone.
using NPoco; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using System.Security.Claims;
namespace Shop;
[TableName("Organizations"), PrimaryKey("Id")] public class Organization { public int Id { get; set; } }
[TableName("Invoices"), PrimaryKey("Id")] public class Invoice { public int Id { get; set; } public int OrganizationId { get; set; } public bool Paid { get; set; } }
[ApiController, Authorize, Route("invoices")]
public class InvoicesController(IDatabase db) : ControllerBase
{
    private int Org => int.Parse(User.FindFirstValue("org_id")!);
    [HttpGet("{id}")] public Invoice Get(int id) => db.SingleById<Invoice>(id); //~ unscoped-lookup
    [HttpGet("sql/{id}")] public Invoice Sql(int id) => db.SingleOrDefault<Invoice>("SELECT * FROM Invoices WHERE Id = @0", id); //~ unscoped-sql
    [HttpGet("own/{id}")] public Invoice Own(int id) => db.SingleOrDefault<Invoice>("SELECT * FROM Invoices WHERE Id = @0 AND OrganizationId = @1", id, Org); //~ verdict scoped
    [HttpGet("where")] public List<Invoice> Where() => db.Fetch<Invoice>("WHERE OrganizationId = @0", Org); //~ verdict scoped
    [HttpGet("wherebad/{id}")] public List<Invoice> WhereBad(int id) => db.Fetch<Invoice>("WHERE Id = @0", id); //~ unscoped-sql
    [HttpGet("q")] public List<Invoice> Query() => db.Query<Invoice>().Where(i => i.OrganizationId == Org).ToList(); //~ verdict scoped
    [HttpGet("checked/{id}")]
    public ActionResult<Invoice> Checked(int id)
    {
        var invoice = db.SingleOrDefaultById<Invoice>(id); //~ verdict guarded
        if (invoice == null || invoice.OrganizationId != Org) return NotFound();
        return invoice;
    }
    [HttpDelete("{id}")]
    public IActionResult Delete(int id) { db.Execute("DELETE FROM Invoices WHERE Id = @0", id); return NoContent(); } //~ unscoped-write
}
