// Work that stands inside of the branch of a check: for everybody else nothing happens, and nobody learns of the row.

using System;
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
    [HttpPost("one/{id}")]
    public async Task<IActionResult> One(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ verdict guarded
        if (invoice.OrganizationId == current.OrganizationId)
        {
            invoice.Paid = true;
            await db.SaveChangesAsync();
        }

        return NoContent();
    }

    [HttpPost("many")]
    public async Task<IActionResult> Many(Guid[] ids)
    {
        foreach (var id in ids)
        {
            var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == id); //~ verdict guarded
            if (invoice != null && invoice.OrganizationId == current.OrganizationId)
            {
                db.Invoices.Remove(invoice);
            }
        }

        await db.SaveChangesAsync();
        return NoContent();
    }

    [HttpGet("told/{id}")]
    public async Task<IActionResult> Told(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ verdict guarded
        return invoice.OrganizationId == current.OrganizationId ? Ok(invoice.Total) : Ok("not yours");
    }

    [HttpGet("shown/{id}")]
    public async Task<IActionResult> Shown(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ open-check
        if (invoice.OrganizationId == current.OrganizationId)
        {
            Console.WriteLine("their own");
        }

        return Ok(invoice);
    }
}
