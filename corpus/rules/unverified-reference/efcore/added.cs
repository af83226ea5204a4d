using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// New rows that refer to another row by what was sent.
[Authorize]
[ApiController]
[Route("api/lines")]
public class AddedController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpPost("bound")]
    public async Task<IActionResult> Bound(Line line)
    {
        db.Lines.Add(line); //~ unverified-reference
        await db.SaveChangesAsync();
        return NoContent();
    }

    [HttpPost("{invoiceId}")]
    public async Task<IActionResult> Made(Guid invoiceId, decimal amount)
    {
        var line = new Line { InvoiceId = invoiceId, Amount = amount };
        await db.AddAsync(line); //~ unverified-reference
        await db.SaveChangesAsync();
        return NoContent();
    }

    [HttpPost("{invoiceId}/own")]
    public async Task<IActionResult> Own(Guid invoiceId, decimal amount)
    {
        var known = await db.Invoices.AnyAsync(i => i.Id == invoiceId && i.OrganizationId == current.OrganizationId); //~ verdict scoped
        if (!known)
        {
            return NotFound();
        }
        db.Lines.Add(new Line { InvoiceId = invoiceId, Amount = amount }); //~ verdict scoped
        await db.SaveChangesAsync();
        return NoContent();
    }
}
