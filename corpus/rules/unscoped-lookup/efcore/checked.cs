// The query is open; the record is checked by a method of its own, and by a helper that throws.

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
    [HttpGet("{id}")]
    public async Task<IActionResult> Get(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (invoice is null || !invoice.BelongsTo(current.OrganizationId))
        {
            return NotFound();
        }

        return Ok(invoice);
    }

    [HttpPost("{id}/pay")]
    public async Task<IActionResult> Pay(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ verdict guarded
        RequireOwn(invoice);
        invoice.Paid = true;
        await db.SaveChangesAsync();
        return NoContent();
    }

    [HttpGet("{id}/total")]
    public async Task<IActionResult> Total(Guid id, bool full)
    {
        decimal total = 0;
        if (full)
        {
            var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ verdict guarded
            if (invoice.OrganizationId != current.OrganizationId)
            {
                return NotFound();
            }

            total = invoice.Total;
        }

        return Ok(total);
    }

    private void RequireOwn(Invoice invoice)
    {
        if (invoice.OrganizationId != current.OrganizationId)
        {
            throw new UnauthorizedAccessException();
        }
    }
}
