// Queries that begin at the client, and a repository that derives from the library's.
using SqlSugar; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using System.Security.Claims;
namespace Shop;
[SugarTable("sys_tenant")] public class Tenant { [SugarColumn(IsPrimaryKey = true)] public long Id { get; set; } }
[SugarTable("biz_order")] public class Order { [SugarColumn(IsPrimaryKey = true)] public long Id { get; set; } public long TenantId { get; set; } public string No { get; set; } = ""; public bool Paid { get; set; } }
public class SqlSugarRepository<T> : SimpleClient<T> where T : class, new() { public SqlSugarRepository(ISqlSugarClient db) : base(db) { } }
[ApiController, Authorize, Route("orders")]
public class OrdersController(ISqlSugarClient db, SqlSugarRepository<Order> orders) : ControllerBase
{
    private long Tenant => long.Parse(User.FindFirstValue("TenantId")!);
    [HttpGet("{id}")] public Task<Order> Get(long id) => db.Queryable<Order>().FirstAsync(o => o.Id == id); //~ unscoped-lookup
    [HttpGet("own/{id}")] public Task<Order> Own(long id) => db.Queryable<Order>().Where(o => o.TenantId == Tenant).FirstAsync(o => o.Id == id); //~ verdict scoped
    [HttpGet("single/{id}")] public Task<Order> Single(long id) => db.Queryable<Order>().InSingleAsync(id); //~ unscoped-lookup
    [HttpGet("page")] public async Task<List<Order>> Page(string? no, int page) => await db.Queryable<Order>().WhereIF(!string.IsNullOrEmpty(no), o => o.No == no).ToPageListAsync(page, 20); //~ unscoped-lookup
    [HttpGet("ownpage")] public async Task<List<Order>> OwnPage(string? no, int page) => await db.Queryable<Order>().Where(o => o.TenantId == Tenant).WhereIF(!string.IsNullOrEmpty(no), o => o.No == no).ToPageListAsync(page, 20); //~ verdict scoped
    [HttpDelete("{id}")] public Task<int> Delete(long id) => db.Deleteable<Order>().Where(o => o.Id == id).ExecuteCommandAsync(); //~ unscoped-write
    [HttpDelete("in/{id}")] public Task<int> DeleteIn(long id) => db.Deleteable<Order>().In(id).ExecuteCommandAsync(); //~ unscoped-write
    [HttpDelete("own/{id}")] public Task<int> DeleteOwn(long id) => db.Deleteable<Order>().Where(o => o.Id == id && o.TenantId == Tenant).ExecuteCommandAsync(); //~ verdict scoped
    [HttpPost("pay/{id}")] public Task<int> Pay(long id) => db.Updateable<Order>().SetColumns(o => o.Paid == true).Where(o => o.Id == id).ExecuteCommandAsync(); //~ unscoped-write
    [HttpPost("payown/{id}")] public Task<int> PayOwn(long id) => db.Updateable<Order>().SetColumns(o => new Order { Paid = true }).Where(o => o.Id == id && o.TenantId == Tenant).ExecuteCommandAsync(); //~ verdict scoped
    [HttpGet("repo/{id}")] public Task<Order> Repo(long id) => orders.GetByIdAsync(id); //~ unscoped-lookup
    [HttpGet("first/{id}")] public Task<Order> First(long id) => orders.GetFirstAsync(o => o.Id == id && o.TenantId == Tenant); //~ verdict scoped
    [HttpGet("list")] public Task<List<Order>> All() => orders.GetListAsync(); //~ unscoped-list
    [HttpGet("asq")] public Task<List<Order>> AsQ() => orders.AsQueryable().Where(o => o.TenantId == Tenant).ToListAsync(); //~ verdict scoped
    [HttpPost("del/{id}")] public Task<bool> DelRepo(long id) => orders.DeleteByIdAsync(id); //~ unscoped-write
}
