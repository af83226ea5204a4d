// Nothing has happened when the check fails: it stands before the write, before what commits it, or inside of a transaction.

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
    [HttpPost("{id}")]
    public async Task<IActionResult> Pay(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ verdict guarded
        invoice.Paid = true;
        if (invoice.OrganizationId != current.OrganizationId)
        {
            return Forbid();
        }

        await db.SaveChangesAsync();
        return Ok();
    }

    [HttpDelete("{id}")]
    public async Task<IActionResult> Remove(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ verdict guarded
        db.Invoices.Remove(invoice); //~ verdict scoped
        if (invoice.OrganizationId != current.OrganizationId)
        {
            return Forbid();
        }

        await db.SaveChangesAsync();
        return Ok();
    }

    [HttpDelete("{id}/lines")]
    public async Task<IActionResult> Clear(Guid id)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Lines.Where(l => l.InvoiceId == id).ExecuteDeleteAsync(); //~ verdict scoped
        if (!await db.Invoices.AnyAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId)) //~ verdict scoped
        {
            return NotFound();
        }

        await transaction.CommitAsync();
        return Ok();
    }
}
