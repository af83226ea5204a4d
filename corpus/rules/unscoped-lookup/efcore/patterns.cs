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

    [HttpGet("{id}/sections")]
    public async Task<IActionResult> Sections(Guid id)
    {
        switch (await db.Invoices.FindAsync(id)) //~ verdict guarded
        {
            case Invoice invoice when invoice.OrganizationId == current.OrganizationId:
                return Ok(invoice);
            default:
                return NotFound();
        }
    }

    [HttpGet("{id}/refused")]
    public async Task<IActionResult> Refused(Guid id)
    {
        var found = await db.Invoices.FindAsync(id); //~ verdict guarded
        switch (found)
        {
            case null:
                return NotFound();
            case Invoice other when other.OrganizationId != current.OrganizationId:
                return NotFound();
        }
        return Ok(found);
    }

    // that it is not paid does not say that there is none
    [HttpGet("{id}/unpaid")]
    public async Task<IActionResult> Unpaid(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ unscoped-lookup
        return invoice switch
        {
            { Paid: true } => NotFound(),
            _ => Ok(invoice),
        };
    }
}
