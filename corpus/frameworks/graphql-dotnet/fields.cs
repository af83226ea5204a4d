// Fields whose resolvers are lambdas, in every form of the builder.
using GraphQL; using GraphQL.Types; using Microsoft.EntityFrameworkCore; using System.Security.Claims;
namespace Shop;

public class Organization { public Guid Id { get; set; } public string Name { get; set; } = ""; }
public class Invoice { public Guid Id { get; set; } public Guid OrganizationId { get; set; } public Organization Organization { get; set; } = null!; public string Number { get; set; } = ""; public bool Paid { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
}
public class InvoiceType : ObjectGraphType<Invoice> { public InvoiceType() { Field(x => x.Id); Field(x => x.Number); } }
public class ShopQuery : ObjectGraphType
{
    public ShopQuery(ShopContext db)
    {
        Field<InvoiceType>("invoice").Argument<NonNullGraphType<IdGraphType>>("id").ResolveAsync(async context =>
        {
            var id = context.GetArgument<Guid>("id");
            return await db.Invoices.FirstOrDefaultAsync(i => i.Id == id); //~ unscoped-lookup
        });
        Field<InvoiceType>("own").Argument<IdGraphType>("id").ResolveAsync(async context =>
        {
            var id = context.GetArgument<Guid>("id");
            var org = Guid.Parse(context.User!.FindFirstValue("org_id")!);
            return await db.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == org); //~ verdict scoped
        });
        FieldAsync<ListGraphType<InvoiceType>>("all", resolve: async context => await db.Invoices.ToListAsync()); //~ unscoped-list
        Field<InvoiceType>("old", arguments: new QueryArguments(new QueryArgument<IdGraphType> { Name = "id" }), resolve: context =>
        {
            var id = context.GetArgument<Guid>("id");
            return db.Invoices.Find(id); //~ unscoped-lookup
        });
    }
}
