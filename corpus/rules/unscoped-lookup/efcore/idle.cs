// A function that gives nothing back leaves early: what it had read by then has reached nobody.
using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Archive(ShopContext db)
{
    public async Task Remove(Guid id, Guid organizationId)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (invoice == null || !invoice.OrganizationId.Equals(organizationId))
        {
            return;
        }
        db.Invoices.Remove(invoice);
        await db.SaveChangesAsync();
    }

    // the wrong way round
    public async Task Restore(Guid id, Guid organizationId)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ unscoped-lookup
        if (invoice.OrganizationId == organizationId)
        {
            return;
        }
        invoice.Paid = false;
        await db.SaveChangesAsync();
    }
}

[ApiController]
[Authorize]
public class ArchiveController(Archive archive, ICurrentUser user) : ControllerBase
{
    [HttpDelete("invoices/{id}")]
    public async Task<IActionResult> Remove(Guid id)
    {
        await archive.Remove(id, user.OrganizationId);
        return NoContent();
    }

    [HttpPost("invoices/{id}/restore")]
    public async Task<IActionResult> Restore(Guid id)
    {
        await archive.Restore(id, user.OrganizationId);
        return NoContent();
    }
}
