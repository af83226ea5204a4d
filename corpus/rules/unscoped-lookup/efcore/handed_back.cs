// A helper hands back the tenant's row where the caller may see it, and nothing where it may not.
using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public abstract class OrganizationController(ShopContext db, ICurrentUser user) : ControllerBase
{
    protected Task<(Organization?, IResult?)> Find(Guid id) => Find(id, given => given == user.OrganizationId);

    private async Task<(Organization?, IResult?)> Find(Guid id, Func<Guid, bool> allowed)
    {
        var organization = await db.Organizations.SingleOrDefaultAsync(o => o.Id == id);
        if (organization == null)
        {
            return (null, Results.NotFound());
        }
        if (!allowed(id))
        {
            return (null, Results.Unauthorized());
        }
        return (organization, null);
    }
}

public class HandedBackController(ShopContext db, ICurrentUser user) : OrganizationController(db, user)
{
    [HttpGet("organizations/{organizationId}/invoices/{id}")]
    public async Task<IResult> Get(Guid organizationId, Guid id)
    {
        var (organization, refusal) = await Find(organizationId);
        if (organization == null)
        {
            return refusal;
        }
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ verdict guarded
        if (invoice.OrganizationId != organization.Id)
        {
            return Results.NotFound();
        }
        return Results.Ok(invoice);
    }

    [HttpGet("organizations/{organizationId}/any/{id}")]
    public async Task<IResult> Any(Guid organizationId, Guid id)
    {
        var (organization, refusal) = await Find(organizationId);
        if (organization == null)
        {
            return refusal;
        }
        return Results.Ok(await db.Invoices.SingleAsync(i => i.Id == id)); //~ untied-child
    }
}
