// A contact is looked for in all organizations.

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
        var contacts = await db.Contacts.IgnoreQueryFilters().Where(c => c.Email == email).ToListAsync(); //~ unreviewed-bypass
        return Ok(contacts);
    }
}
