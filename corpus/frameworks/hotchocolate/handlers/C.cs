using HotChocolate; using HotChocolate.Types; using HotChocolate.Authorization; using Microsoft.EntityFrameworkCore; using System.Security.Claims;
namespace M;
public class Organization { public int Id { get; set; } public string Name { get; set; } = ""; }
public class Invoice { public int Id { get; set; } public int OrganizationId { get; set; } public Organization Organization { get; set; } = null!; }
public class Db : DbContext { public DbSet<Invoice> Invoices => Set<Invoice>(); public DbSet<Organization> Organizations => Set<Organization>(); }
[QueryType]
public static class InvoiceQueries
{
    [Authorize]
    public static async Task<Invoice?> GetInvoiceAsync(int id, Db db) => await db.Invoices.FirstOrDefaultAsync(i => i.Id == id); //~ unscoped-lookup
    [Authorize]
    public static async Task<Invoice?> GetOwnAsync(int id, Db db, ClaimsPrincipal user) { var org = int.Parse(user.FindFirstValue("org_id")!); return await db.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == org); } //~ verdict scoped
    [UsePaging, UseFiltering]
    public static IQueryable<Invoice> GetInvoices(Db db) => db.Invoices; //~ unscoped-list
}
public class Mutation
{
    [Authorize]
    public async Task<bool> RemoveInvoice([ID] int id, [Service] Db db) { await db.Invoices.Where(i => i.Id == id).ExecuteDeleteAsync(); return true; } //~ unscoped-write
}
[Node]
[ExtendObjectType(typeof(Invoice))]
public class InvoiceNode
{
    [NodeResolver]
    public static Task<Invoice?> GetByIdAsync(int id, Db db) => db.Invoices.FirstOrDefaultAsync(i => i.Id == id); //~ unscoped-lookup
}
public static class Setup { public static void Add(IServiceCollection s) => s.AddGraphQLServer().AddQueryType().AddMutationType<Mutation>(); }
