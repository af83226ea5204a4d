// The tenant that the code names is the installation's own; everybody else is held to theirs.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public static class Installation
{
    public const string OrganizationId = "00000000-0000-0000-0000-000000000001";
}

public interface ITenantContext
{
    string? OrganizationId { get; }
}

public record ListInvoices(string? OrganizationId, bool? Paid);

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(ShopContext db, ITenantContext tenantContext) : ControllerBase
{
    [HttpGet]
    public async Task<List<Invoice>> Held([FromQuery] ListInvoices query)
    {
        var caller = tenantContext.OrganizationId ?? throw new UnauthorizedAccessException();
        var everything = caller == Installation.OrganizationId;
        var organization = everything ? query.OrganizationId : caller;
        var found = db.Invoices.AsNoTracking(); //~ verdict scoped
        if (!string.IsNullOrWhiteSpace(organization))
        {
            found = found.Where(i => i.OrganizationId.ToString() == organization);
        }
        if (query.Paid is not null)
        {
            found = found.Where(i => i.Paid == query.Paid);
        }
        return await found.ToListAsync();
    }

    [HttpGet("{id}")]
    public async Task<Invoice?> One(Guid id)
    {
        var caller = tenantContext.OrganizationId ?? throw new UnauthorizedAccessException();
        var everything = caller == Installation.OrganizationId;
        return await db.Invoices //~ verdict scoped
            .FirstOrDefaultAsync(i => i.Id == id && (everything || i.OrganizationId.ToString() == caller));
    }

    [HttpGet("{id}/total")]
    public async Task<ActionResult<decimal>> Total(Guid id)
    {
        var caller = tenantContext.OrganizationId ?? throw new UnauthorizedAccessException();
        var everything = string.Equals(caller, Installation.OrganizationId, StringComparison.Ordinal);
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == id); //~ verdict guarded
        if (invoice is null || (!everything && invoice.OrganizationId.ToString() != caller))
        {
            return NotFound();
        }
        return invoice.Total;
    }

    [HttpGet("any")]
    public async Task<List<Invoice>> Optional([FromQuery] ListInvoices query)
    {
        var found = db.Invoices.AsNoTracking(); //~ unscoped-list
        if (!string.IsNullOrWhiteSpace(query.OrganizationId))
        {
            found = found.Where(i => i.OrganizationId.ToString() == query.OrganizationId);
        }
        return await found.ToListAsync();
    }
}
