// A login and a role say nothing about the record.

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
    [HttpGet("{id}")]
    public async Task<IActionResult> Get(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ unscoped-lookup
        return invoice is null ? NotFound() : Ok(invoice);
    }

    [HttpDelete("{id}")]
    [Authorize(Roles = "Accountant")]
    public async Task<IActionResult> Delete(Guid id)
    {
        var query = db.Invoices.Where(i => i.Id == id); //~ unscoped-lookup
        var invoice = await query.FirstOrDefaultAsync();
        if (invoice is null)
        {
            return NotFound();
        }

        db.Invoices.Remove(invoice);
        await db.SaveChangesAsync();
        return NoContent();
    }
}
