using System;
using System.Linq;
using System.Security.Claims;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// Who asks, or a word for nobody: a helper that compares with it still ties the row.
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
public class FallbackController(Removal removal) : ControllerBase
{
    [HttpDelete("{id}")]
    public async Task<IActionResult> Remove(Guid id)
    {
        await removal.Remove(id, User.GetOrganization());
        return NoContent();
    }
}
