// A method of the project's own that has the name of a framework's is what its code is.
using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("organizations/{organizationId}/invoices")]
public class InvoicesController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<decimal> Show(Guid organizationId, Guid id)
    {
        await AuthorizeAsync(organizationId);
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ verdict guarded
        if (invoice.OrganizationId != organizationId)
        {
            throw new InvalidOperationException();
        }
        return invoice.Total;
    }

    private async Task AuthorizeAsync(Guid organizationId)
    {
        if (!await db.Members.AnyAsync(m => m.OrganizationId == organizationId && m.UserId == current.UserId))
        {
            throw new UnauthorizedAccessException();
        }
    }
}
