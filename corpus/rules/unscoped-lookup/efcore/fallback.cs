using System;
using System.Linq;
using System.Security.Claims;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// Who asks, or a word for nobody: comparing with it, here or in a helper, still ties the row.
public static class Principals
{
    public static string GetOrganization(this ClaimsPrincipal principal) => principal.FindFirst("organization")?.Value ?? "";
}

public class Removal(ShopContext db)
{
    public async Task Remove(Guid id, string organization)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (invoice == null || !invoice.OrganizationId.ToString().Equals(organization, StringComparison.Ordinal))
        {
            return;
        }
        db.Invoices.Remove(invoice);
        await db.SaveChangesAsync();
    }
}

[Authorize]
[ApiController]
[Route("api/fallback")]
public class FallbackController(ShopContext db, Removal removal) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<IActionResult> Show(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (invoice == null || invoice.OrganizationId.ToString() != User.GetOrganization())
        {
            return NotFound();
        }
        return Ok(invoice);
    }

    [HttpGet("{id}/any")]
    public async Task<IActionResult> Any(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ unscoped-lookup
        return invoice == null ? NotFound() : Ok(invoice);
    }

    [HttpDelete("{id}")]
    public async Task<IActionResult> Remove(Guid id)
    {
        await removal.Remove(id, User.GetOrganization());
        return NoContent();
    }
}
