// The identity names the tenant.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet]
    public async Task<IActionResult> List()
    {
        var invoices = await db.Invoices.Where(i => i.OrganizationId == current.OrganizationId).ToListAsync(); //~ verdict scoped
        return Ok(invoices);
    }

    [HttpGet("lines")]
    public async Task<IActionResult> Lines()
    {
        var lines = await db.Lines.Where(l => l.Invoice.OrganizationId == current.OrganizationId).ToListAsync(); //~ verdict scoped
        return Ok(lines);
    }
}
