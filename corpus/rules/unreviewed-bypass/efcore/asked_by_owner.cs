// Where the filter is off and the rows are asked for by an owner that could not be followed, that owner may stand in its place.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public interface IPlace
{
    Guid Current();
}

public class ContactStore(ShopContext db)
{
    public Task<Contact?> OfTenant(Guid organizationId, string email)
    {
        return db.Contacts.IgnoreQueryFilters().FirstOrDefaultAsync(c => c.OrganizationId == organizationId && c.Email == email); //~ verdict latent
    }

    public Task<Contact?> OfAnybody(string email)
    {
        return db.Contacts.IgnoreQueryFilters().FirstOrDefaultAsync(c => c.Email == email); //~ unreviewed-bypass
    }
}

[ApiController]
[Authorize]
[Route("contacts")]
public class ContactsController(ShopContext db, IPlace place) : ControllerBase
{
    [HttpGet("current")]
    public async Task<IActionResult> OfCurrent([FromQuery] string email)
    {
        var organizationId = place.Current();
        return Ok(await db.Contacts.IgnoreQueryFilters().FirstOrDefaultAsync(c => c.OrganizationId == organizationId && c.Email == email)); //~ verdict unknown
    }

    [HttpGet("named/{organizationId}")]
    public async Task<IActionResult> OfNamed(Guid organizationId, [FromQuery] string email)
    {
        return Ok(await db.Contacts.IgnoreQueryFilters().FirstOrDefaultAsync(c => c.OrganizationId == organizationId && c.Email == email)); //~ unreviewed-bypass
    }
}
