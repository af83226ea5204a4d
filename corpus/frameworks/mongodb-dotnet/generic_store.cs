// A repository that is written for any document: what it is given elsewhere are the documents.
using MongoDB.Driver; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using System.Linq.Expressions; using System.Security.Claims;
namespace Shop;
public interface IDocument { string Id { get; set; } }
public class Organization : IDocument { public string Id { get; set; } = ""; public string Name { get; set; } = ""; }
public class Invoice : IDocument { public string Id { get; set; } = ""; public string OrganizationId { get; set; } = ""; }
public interface IMongoRepository<TDocument> where TDocument : IDocument
{
    Task<TDocument> FindByIdAsync(string id);
    Task<TDocument> FindOneAsync(Expression<Func<TDocument, bool>> filter);
    IEnumerable<TDocument> FilterBy(Expression<Func<TDocument, bool>> filter);
    Task DeleteByIdAsync(string id);
}
public class MongoRepository<TDocument> : IMongoRepository<TDocument> where TDocument : IDocument
{
    private readonly IMongoCollection<TDocument> _collection;
    public MongoRepository(IMongoDatabase database) { _collection = database.GetCollection<TDocument>(typeof(TDocument).Name); }
    public virtual Task<TDocument> FindByIdAsync(string id) => _collection.Find(Builders<TDocument>.Filter.Eq(doc => doc.Id, id)).SingleOrDefaultAsync();
    public virtual Task<TDocument> FindOneAsync(Expression<Func<TDocument, bool>> filter) => _collection.Find(filter).FirstOrDefaultAsync();
    public virtual IEnumerable<TDocument> FilterBy(Expression<Func<TDocument, bool>> filter) => _collection.Find(filter).ToEnumerable();
    public Task DeleteByIdAsync(string id) => _collection.FindOneAndDeleteAsync(doc => doc.Id == id);
}
[ApiController, Authorize, Route("invoices")]
public class InvoicesController(IMongoRepository<Invoice> invoices, IMongoRepository<Organization> organizations) : ControllerBase
{
    private string Org => User.FindFirstValue("org_id")!;
    [HttpGet("{id}")] public Task<Invoice> Get(string id) => invoices.FindByIdAsync(id); //~ unscoped-lookup
    [HttpGet("own/{id}")] public Task<Invoice> Own(string id) => invoices.FindOneAsync(i => i.Id == id && i.OrganizationId == Org); //~ verdict scoped
    [HttpGet] public IEnumerable<Invoice> List() => invoices.FilterBy(i => i.OrganizationId == Org); //~ verdict scoped
    [HttpDelete("{id}")] public Task Delete(string id) => invoices.DeleteByIdAsync(id); //~ unscoped-write
}
