using Dapper; using Dapper.Contrib.Extensions; using System.Data; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using System.Security.Claims;
namespace M;
[Table("organizations")] public class Organization { [Key] public int Id { get; set; } public string Name { get; set; } = ""; }
[Table("invoices")] public class Invoice { [Key] public int Id { get; set; } public int OrganizationId { get; set; } }
[ApiController, Authorize, Route("invoices")]
public class InvoicesController(IDbConnection db) : ControllerBase
{
    int Org => int.Parse(User.FindFirstValue("org_id")!);
    [HttpGet("{id}")]
    public async Task<IActionResult> Get(int id) => Ok(await db.GetAsync<Invoice>(id)); //~ unscoped-lookup
    [HttpGet("g/{id}")]
    public async Task<IActionResult> G(int id) { var i = await db.GetAsync<Invoice>(id); if (i.OrganizationId != Org) return NotFound(); return Ok(i); } //~ verdict guarded
    [HttpGet("q/{id}")]
    public async Task<IActionResult> Q(int id) => Ok(await db.QuerySingleAsync<Invoice>("select * from invoices where id = @id", new { id })); //~ unscoped-sql
    [HttpGet("qo/{id}")]
    public async Task<IActionResult> Qo(int id) => Ok(await db.QuerySingleAsync<Invoice>("select * from invoices where id = @id and OrganizationId = @org", new { id, org = Org })); //~ verdict scoped
    [HttpGet]
    public async Task<IActionResult> All() => Ok(await db.GetAllAsync<Invoice>()); //~ unscoped-list
}
