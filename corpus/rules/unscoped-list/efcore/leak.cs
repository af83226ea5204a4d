// Paging restricts nothing, and a count leaks as well.

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
    public async Task<IActionResult> List([FromQuery] int page)
    {
        var invoices = await db.Invoices.OrderBy(i => i.Total).Skip(page * 50).Take(50).ToListAsync(); //~ unscoped-list
        return Ok(invoices);
    }

    [HttpGet("unpaid")]
    public async Task<int> Unpaid() => await db.Invoices.CountAsync(i => !i.Paid); //~ unscoped-list
}
