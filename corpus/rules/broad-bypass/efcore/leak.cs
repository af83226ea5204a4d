// Anybody restores anybody's contact.

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
public class ContactsController(ShopContext db) : ControllerBase
{
    [HttpPost("{id}/restore")]
    public async Task<IActionResult> Restore(Guid id)
    {
        var contact = await db.Contacts.IgnoreQueryFilters().FirstOrDefaultAsync(c => c.Id == id && c.IsDeleted); //~ broad-bypass
        if (contact is null)
        {
            return NotFound();
        }

        contact.IsDeleted = false;
        await db.SaveChangesAsync();
        return Ok(contact);
    }
}
