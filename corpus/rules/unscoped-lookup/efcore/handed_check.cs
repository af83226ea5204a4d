// A check that is handed over is the caller's: what it lets pass, and what is found by it, is.
using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("organizations/{organizationId}/invoices")]
public class InvoicesController(ShopContext db, IAccess access) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<IActionResult> Show(Guid organizationId, Guid id)
    {
        var (organization, refusal) = await Find(organizationId, access.IsMember);
        if (organization == null)
        {
            return refusal;
        }
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (invoice == null || invoice.OrganizationId != organization.Id)
        {
            return NotFound();
        }
        return Ok(invoice.Total);
    }

    private async Task<(Organization, IActionResult)> Find(Guid id, Func<Guid, bool> checkAccess)
    {
        var organization = await db.Organizations.FindAsync(id);
        if (organization == null)
        {
            return (null, NotFound());
        }
        if (!checkAccess(id))
        {
            return (null, Forbid());
        }
        return (organization, null);
    }
}
