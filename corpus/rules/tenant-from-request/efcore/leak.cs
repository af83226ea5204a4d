// The caller names the tenant, in the query string or in a header.

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
public class InvoicesController(ShopContext db) : ControllerBase
{
    [HttpGet]
    public async Task<IActionResult> List([FromQuery] Guid organizationId)
    {
        var invoices = await db.Invoices.Where(i => i.OrganizationId == organizationId).ToListAsync(); //~ tenant-from-request
        return Ok(invoices);
    }

    [HttpGet("lines")]
    public async Task<IActionResult> Lines([FromHeader(Name = "X-Organization")] Guid organizationId)
    {
        var lines = await db.Lines.Where(l => l.Invoice.OrganizationId == organizationId).ToListAsync(); //~ tenant-from-request
        return Ok(lines);
    }
}
