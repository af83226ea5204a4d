// A page: what is bound to its properties was sent, and one that is called like a column is no column.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[Authorize]
public class InvoicePage(ShopContext db, ICurrentUser current) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Invoice Invoice { get; set; } = null!;

    public async Task OnGetAsync()
    {
        Invoice = await db.Invoices.FindAsync(Id); //~ unscoped-lookup
    }

    public async Task OnGetOwnAsync()
    {
        Invoice = await db.Invoices.SingleAsync(i => i.Id == Id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var invoice = await db.Invoices.FindAsync(Id); //~ unscoped-lookup
        invoice.Paid = true;
        await db.SaveChangesAsync();
        return Page();
    }
}

// A part of a page takes what the page passes.
public class InvoicesViewComponent(ShopContext db) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(Organization organization)
    {
        return View(await db.Invoices.Where(i => i.OrganizationId == organization.Id).ToListAsync()); //~ verdict unknown
    }
}

[ApiController]
[Authorize]
[Route("organizations/{organizationId}")]
public class BoundController(ShopContext db) : ControllerBase
{
    [HttpGet("filled")]
    public async Task<IActionResult> Filled([BindNever] Organization organization)
    {
        return Ok(await db.Invoices.Where(i => i.OrganizationId == organization.Id).ToListAsync()); //~ verdict unknown
    }

    [HttpGet("sent")]
    public async Task<IActionResult> Sent(Guid organizationId)
    {
        return Ok(await db.Invoices.Where(i => i.OrganizationId == organizationId).ToListAsync()); //~ tenant-from-request
    }
}
