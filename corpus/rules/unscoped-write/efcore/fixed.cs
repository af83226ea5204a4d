// The same with the tenant in the statement, or in a lookup that stops before it.

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
    [HttpPost("{id}/paid")]
    public async Task Pay(Guid id)
    {
        var own = db.Invoices.Where(i => i.OrganizationId == current.OrganizationId); //~ verdict scoped
        await own.Where(i => i.Id == id).ExecuteUpdateAsync(set => set.SetProperty(i => i.Paid, true));
    }

    [HttpDelete("{id}")]
    public async Task<IActionResult> Delete(Guid id)
    {
        if (!await db.Invoices.AnyAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId)) //~ verdict scoped
        {
            return NotFound();
        }

        await db.Lines.Where(l => l.InvoiceId == id).ExecuteDeleteAsync(); //~ verdict scoped
        await db.Invoices.Where(i => i.Id == id).ExecuteDeleteAsync(); //~ verdict scoped
        return NoContent();
    }
}
