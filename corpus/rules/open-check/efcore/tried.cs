// What is tried and fails goes on without the rows that it had asked for, where nothing outside of it speaks of them.

using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("tried")]
public class TriedController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpPost("pay")]
    public async Task<IActionResult> Pay(Guid[] ids)
    {
        var failed = 0;
        foreach (var id in ids)
        {
            try
            {
                var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ verdict guarded
                if (invoice.OrganizationId != current.OrganizationId)
                {
                    throw new UnauthorizedAccessException();
                }

                invoice.Paid = true;
                await db.SaveChangesAsync();
            }
            catch (Exception)
            {
                failed++;
            }
        }

        return Ok(failed);
    }

    [HttpGet("shown/{id}")]
    public async Task<IActionResult> Shown(Guid id)
    {
        Invoice invoice = null;
        try
        {
            invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ open-check
            if (invoice.OrganizationId != current.OrganizationId)
            {
                throw new UnauthorizedAccessException();
            }
        }
        catch (UnauthorizedAccessException)
        {
            Console.WriteLine("not theirs");
        }

        return Ok(invoice);
    }
}
