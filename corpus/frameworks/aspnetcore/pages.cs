// Pages: handlers, bound properties and what they check.
using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using Microsoft.AspNetCore.Mvc.RazorPages; using Microsoft.EntityFrameworkCore; using System.Security.Claims;
namespace Shop;

public class Organization { public Guid Id { get; set; } public string Name { get; set; } = ""; }
public class Invoice { public Guid Id { get; set; } public Guid OrganizationId { get; set; } public Organization Organization { get; set; } = null!; public string Number { get; set; } = ""; public bool Paid { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
}
[Authorize]
public class DetailsModel(ShopContext db) : PageModel
{
    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public Invoice Input { get; set; } = null!;
    public Invoice Invoice { get; private set; } = null!;
    private Guid Org => Guid.Parse(User.FindFirstValue("org_id")!);
    public async Task<IActionResult> OnGetAsync()
    {
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == Id); //~ unscoped-lookup
        if (invoice == null) return NotFound();
        Invoice = invoice;
        return Page();
    }
    public async Task<IActionResult> OnGetOwnAsync(Guid id)
    {
        Invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == Org); //~ verdict scoped
        return Page();
    }
    public async Task<IActionResult> OnPostAsync()
    {
        db.Attach(Input).State = EntityState.Modified; //~ unscoped-write
        await db.SaveChangesAsync();
        return RedirectToPage("./Index");
    }
    public async Task<IActionResult> OnPostDeleteAsync(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ unscoped-lookup
        db.Invoices.Remove(invoice!);
        await db.SaveChangesAsync();
        return RedirectToPage();
    }
    public async Task<IActionResult> OnPostPayAsync(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (invoice?.OrganizationId != Org) return Forbid();
        invoice.Paid = true;
        await db.SaveChangesAsync();
        return RedirectToPage();
    }
}
