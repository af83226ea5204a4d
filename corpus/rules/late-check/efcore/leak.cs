// Saved, deleted in place, saved by a service: each before the check.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Store(ShopContext db)
{
    public async Task SaveAsync() => await db.SaveChangesAsync();
}

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(ShopContext db, Store store, ICurrentUser current) : ControllerBase
{
    [HttpPost("{id}")]
    public async Task<IActionResult> Pay(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ verdict guarded
        invoice.Paid = true;
        await db.SaveChangesAsync(); //~ late-check
        if (invoice.OrganizationId != current.OrganizationId)
        {
            return Forbid();
        }

        return Ok();
    }

    [HttpDelete("{id}/lines")]
    public async Task<IActionResult> Clear(Guid id)
    {
        await db.Lines.Where(l => l.InvoiceId == id).ExecuteDeleteAsync(); //~ late-check
        if (!await db.Invoices.AnyAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId)) //~ verdict scoped
        {
            return NotFound();
        }

        return Ok();
    }

    [HttpPost("{id}/stored")]
    public async Task<IActionResult> Stored(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ verdict guarded
        db.Invoices.Remove(invoice); //~ late-check
        await store.SaveAsync();
        return invoice.BelongsTo(current.OrganizationId) ? Ok() : Forbid();
    }
}
