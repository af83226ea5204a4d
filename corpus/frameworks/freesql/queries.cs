// Queries that begin at the object for the database, and repositories.
using FreeSql; using FreeSql.DataAnnotations; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using System.Security.Claims;
namespace Shop;
[Table(Name = "tenant")] public class Tenant { [Column(IsPrimary = true)] public long Id { get; set; } }
[Table(Name = "orders")] public class Order { [Column(IsPrimary = true)] public long Id { get; set; } public long TenantId { get; set; } public string No { get; set; } = ""; public bool Paid { get; set; } }
public interface IOrderRepository : IBaseRepository<Order> { }
[ApiController, Authorize, Route("orders")]
public class OrdersController(IFreeSql fsql, IBaseRepository<Order> orders, IBaseRepository<Tenant> tenants, IOrderRepository own) : ControllerBase
{
    private long Tenant => long.Parse(User.FindFirstValue("TenantId")!);
    [HttpGet("{id}")] public Task<Order> Get(long id) => fsql.Select<Order>().Where(o => o.Id == id).ToOneAsync(); //~ unscoped-lookup
    [HttpGet("own/{id}")] public Task<Order> Own(long id) => fsql.Select<Order>().Where(o => o.Id == id && o.TenantId == Tenant).FirstAsync(); //~ verdict scoped
    [HttpGet("page")] public Task<List<Order>> Page(string? no, int page) => fsql.Select<Order>().WhereIf(no != null, o => o.No == no).Page(page, 20).ToListAsync(); //~ unscoped-lookup
    [HttpDelete("{id}")] public Task<int> Delete(long id) => fsql.Delete<Order>().Where(o => o.Id == id).ExecuteAffrowsAsync(); //~ unscoped-write
    [HttpPost("pay/{id}")] public Task<int> Pay(long id) => fsql.Update<Order>().Set(o => o.Paid, true).Where(o => o.Id == id && o.TenantId == Tenant).ExecuteAffrowsAsync(); //~ verdict scoped
    [HttpGet("repo/{id}")] public Task<Order> Repo(long id) => orders.GetAsync(id); //~ unscoped-lookup
    [HttpGet("sel")] public Task<List<Order>> Sel() => orders.Select.Where(o => o.TenantId == Tenant).ToListAsync(); //~ verdict scoped
    [HttpGet("where/{id}")] public Task<Order> Where(long id) => own.Where(o => o.Id == id).FirstAsync(); //~ unscoped-lookup
    [HttpDelete("repo/{id}")] public Task<int> Remove(long id) => orders.DeleteAsync(o => o.Id == id && o.TenantId == Tenant); //~ verdict scoped
}
