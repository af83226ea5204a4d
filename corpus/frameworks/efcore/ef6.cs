// The same names in the older library.
using System.Data.Entity; using System.Web.Mvc; using Microsoft.AspNet.Identity;
namespace Shop
{
    public class Organization { public int Id { get; set; } }
    public class Invoice { public int Id { get; set; } public int OrganizationId { get; set; } public virtual Organization Organization { get; set; } public bool Paid { get; set; } }
    public class ShopContext : DbContext { public DbSet<Organization> Organizations { get; set; } public DbSet<Invoice> Invoices { get; set; } }
    [Authorize]
    public class InvoicesController : Controller
    {
        private ShopContext db = new ShopContext();
        private int Org { get { return int.Parse(((System.Security.Claims.ClaimsIdentity)User.Identity).FindFirst("org_id").Value); } }
        public ActionResult Details(int? id)
        {
            Invoice invoice = db.Invoices.Find(id); //~ unscoped-lookup
            if (invoice == null) return HttpNotFound();
            return View(invoice);
        }
        public ActionResult Own(int id) { return View(db.Invoices.Single(i => i.Id == id && i.OrganizationId == Org)); } //~ verdict scoped
        public ActionResult Index() { return View(db.Invoices.Include(i => i.Organization).ToList()); } //~ unscoped-list
        [HttpPost]
        public ActionResult Edit([Bind(Include = "Id,Paid")] Invoice invoice)
        {
            db.Entry(invoice).State = EntityState.Modified; //~ unscoped-write
            db.SaveChanges();
            return RedirectToAction("Index");
        }
        [HttpPost, ActionName("Delete")]
        public ActionResult DeleteConfirmed(int id)
        {
            Invoice invoice = db.Invoices.Find(id); //~ verdict guarded
            if (invoice.OrganizationId != Org) return new HttpStatusCodeResult(403);
            db.Invoices.Remove(invoice);
            db.SaveChanges();
            return RedirectToAction("Index");
        }
    }
}
