// A helper gives the parent or an error: where the parent is there, it was authorized. The child is not tied to it; in the twin it is.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Membership(ShopContext db, ICurrentUser current)
{
    public bool MayManage(Guid organizationId) =>
        db.Members.Any(m => m.OrganizationId == organizationId && m.UserId == current.UserId);
}

public abstract class OrganizationsBase(ShopContext db, Membership membership) : ControllerBase
{
    protected Task<(Organization?, IActionResult?)> ManagedAsync(Guid organizationId) =>
        FindAsync(organizationId, membership.MayManage);

    private async Task<(Organization?, IActionResult?)> FindAsync(Guid organizationId, Func<Guid, bool> checkAuthorization)
    {
        var organization = await db.Organizations.SingleOrDefaultAsync(o => o.Id == organizationId);
        if (organization == null)
        {
            return (null, NotFound());
        }

        if (!checkAuthorization(organizationId))
        {
            return (null, Forbid());
        }

        return (organization, null);
    }
}

public class Invoices(ShopContext db)
{
    public Task<List<Invoice>> Paid(Guid invoiceId) =>
        db.Invoices.Where(i => i.Id == invoiceId && i.Paid).ToListAsync();

    public Task<List<Invoice>> PaidOf(Guid organizationId, Guid invoiceId) =>
        db.Invoices.Where(i => i.Id == invoiceId && i.OrganizationId == organizationId && i.Paid).ToListAsync();
}

[ApiController, Authorize, Route("organizations/{organizationId}")]
public class ReportsController(ShopContext db, Membership membership, Invoices invoices) : OrganizationsBase(db, membership)
{
    [HttpGet("paid/{invoiceId}")]
    public async Task<IActionResult> Paid(Guid organizationId, Guid invoiceId)
    {
        var (organization, error) = await ManagedAsync(organizationId);
        if (organization == null)
        {
            return error!;
        }

        return Ok(await invoices.Paid(invoiceId)); //~ untied-child
    }

    [HttpGet("own/{invoiceId}")]
    public async Task<IActionResult> Own(Guid organizationId, Guid invoiceId)
    {
        var (organization, error) = await ManagedAsync(organizationId);
        if (error != null)
        {
            return error;
        }

        return Ok(await invoices.PaidOf(organization!.Id, invoiceId));
    }
}
