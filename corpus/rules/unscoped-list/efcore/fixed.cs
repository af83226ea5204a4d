// Both are restricted to the caller.

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
    public async Task<IActionResult> List([FromQuery] int page)
    {
        var own = db.Invoices.Where(i => i.OrganizationId == current.OrganizationId); //~ verdict scoped
        var invoices = await own.OrderBy(i => i.Total).Skip(page * 50).Take(50).ToListAsync();
        return Ok(invoices);
    }

    [HttpGet("unpaid")]
    public async Task<int> Unpaid() => await db.Invoices.CountAsync(i => !i.Paid && i.OrganizationId == current.OrganizationId); //~ verdict scoped
}
