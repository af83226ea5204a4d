// The value comes from the request, and was checked before.

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
public class InvoicesController(ShopContext db, Access access) : ControllerBase
{
    [HttpPost("{id}/pay")]
    public async Task<IActionResult> Pay(Guid id, [FromBody] PayRequest request)
    {
        await access.EnsureMemberAsync(request.OrganizationId);
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == id); //~ verdict guarded
        if (invoice == null || invoice.OrganizationId != request.OrganizationId)
        {
            return NotFound();
        }

        invoice.Paid = true;
        await db.SaveChangesAsync();
        return NoContent();
    }
}

public record PayRequest(Guid OrganizationId);
