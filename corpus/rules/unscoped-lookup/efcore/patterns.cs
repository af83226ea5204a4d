using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// Checks that are written as patterns.
[Authorize]
[ApiController]
[Route("api/patterns")]
public class PatternsController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}/bound")]
    public async Task<IActionResult> Bound(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (invoice is not { OrganizationId: var organization } || organization != current.OrganizationId)
        {
            return NotFound();
        }
        return Ok(invoice);
    }

    [HttpGet("{id}/arms")]
    public async Task<IActionResult> Arms(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        return invoice switch
        {
            null => NotFound(),
            { } other when other.OrganizationId != current.OrganizationId => Forbid(),
            _ => Ok(invoice),
        };
    }

    [HttpGet("{id}/paid")]
    public async Task<IActionResult> Paid(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ unscoped-lookup
        return invoice switch
        {
            null => NotFound(),
            { Paid: true } paid when paid.OrganizationId != current.OrganizationId => Forbid(),
            _ => Ok(invoice),
        };
    }
}
