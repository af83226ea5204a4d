using NHibernate; using NHibernate.Linq; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using System.Security.Claims;
using FluentNHibernate.Mapping;
namespace M;
public class Organization { public virtual int Id { get; set; } public virtual string Name { get; set; } = ""; }
public class Invoice { public virtual int Id { get; set; } public virtual int OrganizationId { get; set; } public virtual decimal Total { get; set; } }
public class InvoiceMap : ClassMap<Invoice> { public InvoiceMap() { Id(x => x.Id); Map(x => x.OrganizationId); } }
public class OrganizationMap : ClassMap<Organization> { public OrganizationMap() { Id(x => x.Id); } }
[ApiController, Authorize, Route("invoices")]
public class InvoicesController(NHibernate.ISession session) : ControllerBase
{
    int Org => int.Parse(User.FindFirstValue("org_id")!);
    [HttpGet("{id}")]
    public async Task<IActionResult> Get(int id) => Ok(await session.GetAsync<Invoice>(id)); //~ unscoped-lookup
    [HttpGet("own/{id}")]
    public async Task<IActionResult> Own(int id) => Ok(await session.Query<Invoice>().Where(i => i.Id == id && i.OrganizationId == Org).SingleOrDefaultAsync()); //~ verdict scoped
    [HttpGet("q/{id}")]
    public async Task<IActionResult> Q(int id) => Ok(await session.Query<Invoice>().FirstOrDefaultAsync(i => i.Id == id)); //~ unscoped-lookup
    [HttpGet("qo/{id}")]
    public async Task<IActionResult> Qo(int id) => Ok(await session.QueryOver<Invoice>().Where(i => i.Id == id).And(i => i.OrganizationId == Org).SingleOrDefaultAsync()); //~ verdict scoped
    [HttpDelete("{id}")]
    public async Task<IActionResult> Remove(int id) { var i = await session.LoadAsync<Invoice>(id); await session.DeleteAsync(i); return NoContent(); } //~ unscoped-lookup
}
