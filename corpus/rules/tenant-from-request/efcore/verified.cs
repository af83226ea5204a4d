// The caller names the tenant, and is held to it.

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
public class InvoicesController(ShopContext db, ICurrentUser current, Access access) : ControllerBase
{
    [HttpGet("compared")]
    public async Task<IActionResult> Compared([FromQuery] Guid organizationId)
    {
        if (organizationId != current.OrganizationId)
        {
            return Forbid();
        }

        var invoices = await db.Invoices.Where(i => i.OrganizationId == organizationId).ToListAsync(); //~ verdict scoped
        return Ok(invoices);
    }

    [HttpGet("member")]
    public async Task<IActionResult> OfMember([FromQuery] Guid organizationId)
    {
        await access.EnsureMemberAsync(organizationId);
        var invoices = await db.Invoices.Where(i => i.OrganizationId == organizationId).ToListAsync(); //~ verdict scoped
        return Ok(invoices);
    }
}
