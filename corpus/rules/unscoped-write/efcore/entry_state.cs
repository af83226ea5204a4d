// What the change tracker is told of a row decides what is written, by its key alone.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("states")]
public class StatesController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpPut("{id}")]
    public async Task<IActionResult> Replace(Guid id, decimal total)
    {
        var invoice = new Invoice { Id = id, Total = total };
        db.Entry(invoice).State = EntityState.Modified; //~ unscoped-write
        await db.SaveChangesAsync();
        return NoContent();
    }

    [HttpDelete("{id}")]
    public async Task<IActionResult> Remove(Guid id)
    {
        var invoice = new Invoice { Id = id };
        db.Entry(invoice).State = EntityState.Deleted; //~ unscoped-write
        await db.SaveChangesAsync();
        return NoContent();
    }

    [HttpDelete("{id}/own")]
    public async Task<IActionResult> RemoveOwn(Guid id)
    {
        var own = await db.Invoices.AnyAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
        if (!own)
        {
            return NotFound();
        }

        var invoice = new Invoice { Id = id };
        db.Entry(invoice).State = EntityState.Deleted; //~ verdict scoped
        await db.SaveChangesAsync();
        return NoContent();
    }
}
