// The line is tied to a parent that is tied itself.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("organizations/{organizationId}")]
public class LinesController(ShopContext db, Access access) : ControllerBase
{
    [HttpGet("invoices/{invoiceId}/lines/{id}")]
    public async Task<IActionResult> Get(Guid organizationId, Guid invoiceId, Guid id)
    {
        await access.EnsureMemberAsync(organizationId);
        var invoice = await db.Invoices.SingleOrDefaultAsync(i => i.Id == invoiceId && i.OrganizationId == organizationId); //~ verdict scoped
        if (invoice is null)
        {
            return NotFound();
        }

        var line = await db.Lines.SingleOrDefaultAsync(l => l.Id == id && l.InvoiceId == invoice.Id); //~ verdict scoped
        return line is null ? NotFound() : Ok(line);
    }
}
