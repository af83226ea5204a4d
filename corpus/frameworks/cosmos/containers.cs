// Items by key and partition, and queries over them.
using Microsoft.Azure.Cosmos; using Microsoft.Azure.Cosmos.Linq; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using System.Security.Claims;
namespace Shop;
public class Organization { public string Id { get; set; } = ""; public string Name { get; set; } = ""; }
public class Invoice { public string Id { get; set; } = ""; public string OrganizationId { get; set; } = ""; public bool Paid { get; set; } }
public class Store<T>(Container container)
{
    public async Task<T> FindAsync(string id, string partition) => (await container.ReadItemAsync<T>(id, new PartitionKey(partition))).Resource;
    public Task SaveAsync(T item) => container.UpsertItemAsync(item);
}
[ApiController, Authorize, Route("invoices")]
public class InvoicesController(CosmosClient client, Store<Invoice> store) : ControllerBase
{
    private Container Container => client.GetContainer("shop", "invoices");
    private Container Organizations => client.GetContainer("shop", "organizations");
    private string Org => User.FindFirstValue("org_id")!;
    [HttpGet("{id}")]
    public async Task<Invoice> Get(string id)
    {
        var response = await Container.ReadItemAsync<Invoice>(id, new PartitionKey(id)); //~ unscoped-lookup
        return response.Resource;
    }
    [HttpGet("own/{id}")]
    public async Task<Invoice> Own(string id)
    {
        ItemResponse<Invoice> response = await Container.ReadItemAsync<Invoice>(id, new PartitionKey(Org)); //~ verdict scoped
        return response.Resource;
    }
    [HttpGet("checked/{id}")]
    public async Task<ActionResult<Invoice>> Checked(string id)
    {
        var response = await Container.ReadItemAsync<Invoice>(id, new PartitionKey(id)); //~ verdict guarded
        if (response.Resource.OrganizationId != Org) return NotFound();
        return response.Resource;
    }
    [HttpGet]
    public async Task<List<Invoice>> List()
    {
        var found = new List<Invoice>();
        using var feed = Container.GetItemLinqQueryable<Invoice>().Where(i => i.OrganizationId == Org && !i.Paid).ToFeedIterator(); //~ verdict scoped
        while (feed.HasMoreResults) found.AddRange(await feed.ReadNextAsync());
        return found;
    }
    [HttpGet("all")]
    public async Task<List<Invoice>> All()
    {
        var found = new List<Invoice>();
        using var feed = Container.GetItemLinqQueryable<Invoice>().Where(i => !i.Paid).ToFeedIterator(); //~ unscoped-list
        while (feed.HasMoreResults) found.AddRange(await feed.ReadNextAsync());
        return found;
    }
    [HttpDelete("{id}")]
    public Task Delete(string id, string org) => Container.DeleteItemAsync<Invoice>(id, new PartitionKey(org)); //~ unscoped-write
    [HttpDelete("own/{id}")]
    public Task DeleteOwn(string id) => Container.DeleteItemAsync<Invoice>(id, new PartitionKey(Org)); //~ verdict scoped
    [HttpGet("store/{id}")]
    public Task<Invoice> Stored(string id) => store.FindAsync(id, id); //~ unscoped-lookup
    [HttpGet("store/own/{id}")]
    public Task<Invoice> StoredOwn(string id) => store.FindAsync(id, Org); //~ verdict scoped
    [HttpGet("org")]
    public async Task<Organization> Organization() => await Organizations.ReadItemAsync<Organization>(Org, new PartitionKey(Org));
}
