// The comparison is with the identity.

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
    [HttpPost("{id}/pay")]
    public async Task<IActionResult> Pay(Guid id)
    {
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == id); //~ verdict guarded
        if (invoice == null || invoice.OrganizationId != current.OrganizationId)
        {
            return NotFound();
        }

        invoice.Paid = true;
        await db.SaveChangesAsync();
        return NoContent();
    }
}
