// Services of messages, and rows by key, condition and query.
using ServiceStack; using ServiceStack.OrmLite; using ServiceStack.DataAnnotations;
namespace Shop;
public class Organization { [AutoIncrement] public int Id { get; set; } }
public class Invoice { [AutoIncrement] public int Id { get; set; } [References(typeof(Organization))] public int OrganizationId { get; set; } public bool Paid { get; set; } }
public class ShopSession : AuthUserSession { public int OrganizationId { get; set; } }
[Route("/invoices/{Id}")] public class GetInvoice : IReturn<Invoice> { public int Id { get; set; } }
[Route("/own/{Id}")] public class OwnInvoice : IReturn<Invoice> { public int Id { get; set; } }
[Route("/list")] public class ListInvoices : IReturn<List<Invoice>> { }
[Route("/paid")] public class AllInvoices : IReturn<List<Invoice>> { }
[Route("/delete/{Id}")] public class DeleteInvoice : IReturnVoid { public int Id { get; set; } }
[Authenticate]
public class InvoiceServices : Service
{
    public object Get(GetInvoice request) => Db.SingleById<Invoice>(request.Id); //~ unscoped-lookup
    public object Get(OwnInvoice request)
    {
        var session = SessionAs<ShopSession>();
        return Db.Single<Invoice>(x => x.Id == request.Id && x.OrganizationId == session.OrganizationId); //~ verdict scoped
    }
    public async Task<object> Any(ListInvoices request)
    {
        var session = await SessionAsAsync<ShopSession>();
        return await Db.SelectAsync<Invoice>(x => x.OrganizationId == session.OrganizationId); //~ verdict scoped
    }
    public object Any(AllInvoices request) => Db.Select(Db.From<Invoice>().Where(x => x.Paid).OrderBy(x => x.Id)); //~ unscoped-list
    public void Delete(DeleteInvoice request) => Db.DeleteById<Invoice>(request.Id); //~ unscoped-write
}
