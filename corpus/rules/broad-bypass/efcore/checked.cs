// All filters are off, and the record is checked.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("contacts")]
public class ContactsController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpPost("{id}/restore")]
    public async Task<IActionResult> Restore(Guid id)
    {
        var contact = await db.Contacts.IgnoreQueryFilters().FirstOrDefaultAsync(c => c.Id == id && c.IsDeleted); //~ verdict guarded
        if (contact?.OrganizationId != current.OrganizationId)
        {
            return NotFound();
        }

        contact.IsDeleted = false;
        await db.SaveChangesAsync();
        return Ok(contact);
    }
}
