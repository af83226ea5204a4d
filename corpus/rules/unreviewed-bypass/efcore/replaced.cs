// The tenant stands in the query itself; another filter is named.

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
    [HttpGet("own")]
    public async Task<IActionResult> Own([FromQuery] string email)
    {
        var contacts = await db.Contacts.IgnoreQueryFilters() //~ verdict scoped
            .Where(c => c.OrganizationId == current.OrganizationId && c.Email == email)
            .ToListAsync();
        return Ok(contacts);
    }

    [HttpGet("named")]
    public async Task<IActionResult> Named([FromQuery] string email)
    {
        var contacts = await db.Contacts.IgnoreQueryFilters(["SoftDelete"]).Where(c => c.Email == email).ToListAsync(); //~ verdict filtered
        return Ok(contacts);
    }
}
