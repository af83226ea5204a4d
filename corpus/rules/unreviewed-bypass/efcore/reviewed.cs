// A review keeps a bypass silent until its day.

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
    [HttpGet("unsubscribe")]
    public async Task<IActionResult> Unsubscribe([FromQuery] string email)
    {
        // partywall: reviewed(unreviewed-bypass) by=ana — whoever unsubscribes does so everywhere, and sees nothing of it
        var contacts = await db.Contacts.IgnoreQueryFilters().Where(c => c.Email == email).ToListAsync(); //~ verdict reviewed
        contacts.ForEach(c => c.IsDeleted = true);
        await db.SaveChangesAsync();
        return NoContent();
    }

    [HttpGet("expired")]
    public async Task<IActionResult> Expired([FromQuery] string email)
    {
        // partywall: reviewed(unreviewed-bypass) by=ana until=2020-01-01 — a day that is long gone
        var contacts = await db.Contacts.IgnoreQueryFilters().Where(c => c.Email == email).ToListAsync(); //~ unreviewed-bypass
        return Ok(contacts);
    }
}
