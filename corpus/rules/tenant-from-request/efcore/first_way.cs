using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController, Authorize, Route("reports")]
public class ReportsController(ShopContext db, Access access) : ControllerBase
{
    [HttpGet("own")]
    public async Task<List<Invoice>> Own(Guid wanted)
    {
        var organization = await OrganizationOf(wanted);
        return await db.Invoices.Where(i => i.OrganizationId == organization.Id).ToListAsync(); //~ verdict scoped
    }

    [HttpGet("any")]
    public async Task<List<Invoice>> Any(Guid wanted)
    {
        var organization = await Unchecked(wanted);
        return await db.Invoices.Where(i => i.OrganizationId == organization.Id).ToListAsync(); //~ tenant-from-request
    }

    // what was found out before is given back at once: then nothing of the rest is there, and else it is checked
    private async Task<Organization> OrganizationOf(Guid wanted, Organization? known = null)
    {
        if (known is not null)
        {
            return known;
        }
        var organization = await db.Organizations.FirstAsync(o => o.Id == wanted);
        await access.EnsureMemberAsync(wanted);
        return organization;
    }

    private async Task<Organization> Unchecked(Guid wanted, Organization? known = null)
    {
        if (known is not null)
        {
            return known;
        }
        return await db.Organizations.FirstAsync(o => o.Id == wanted);
    }
}
