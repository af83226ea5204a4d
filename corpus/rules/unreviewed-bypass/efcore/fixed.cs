// The filter stays on.

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
    [HttpGet]
    public async Task<IActionResult> Find([FromQuery] string email)
    {
        var contacts = await db.Contacts.Where(c => c.Email == email).ToListAsync(); //~ verdict filtered
        return Ok(contacts);
    }
}
