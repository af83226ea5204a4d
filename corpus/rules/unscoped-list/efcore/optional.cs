// A restriction that a caller may leave out: each caller decides whether it is there.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class InvoiceQuery
{
    public InvoiceQuery()
    {
    }

    public Guid[]? Organizations { get; set; }
    public bool? Paid { get; set; }
}

public class InvoiceStore(ShopContext db)
{
    public async Task<List<Invoice>> Find(InvoiceQuery query)
    {
        var found = db.Invoices.AsQueryable();
        if (query.Paid.HasValue)
        {
            found = found.Where(i => i.Paid == query.Paid.Value);
        }
        if (query.Organizations is not null)
        {
            found = found.Where(i => query.Organizations.Contains(i.OrganizationId));
        }
        return await found.ToListAsync();
    }

    public async Task<List<Invoice>> Any(InvoiceQuery query) =>
        await db.Invoices.Where(i => !query.Organizations.Any() || query.Organizations.Contains(i.OrganizationId)).ToListAsync();

    public async Task<List<Invoice>> Of(Guid? organizationId = null)
    {
        var found = db.Invoices.AsQueryable();
        if (organizationId is Guid organization)
        {
            found = found.Where(i => i.OrganizationId == organization);
        }
        return await found.ToListAsync();
    }
}

[ApiController]
[Authorize]
public class OptionalController(InvoiceStore store, ICurrentUser user) : ControllerBase
{
    [HttpGet("own")]
    public async Task<IActionResult> Own() =>
        Ok(await store.Find(new InvoiceQuery { Organizations = new[] { user.OrganizationId } })); //~ verdict scoped

    [HttpGet("own/any")]
    public async Task<IActionResult> OwnAny() =>
        Ok(await store.Any(new InvoiceQuery { Organizations = new[] { user.OrganizationId } })); //~ verdict scoped

    [HttpGet("own/one")]
    public async Task<IActionResult> OwnOne() => Ok(await store.Of(user.OrganizationId)); //~ verdict scoped

    [HttpGet("own/later")]
    public async Task<IActionResult> Later(bool paid)
    {
        var query = new InvoiceQuery { Paid = paid };
        query.Organizations = new[] { user.OrganizationId };
        return Ok(await store.Find(query)); //~ verdict scoped
    }

    [HttpGet("paid")]
    public async Task<IActionResult> Paid() => Ok(await store.Find(new InvoiceQuery { Paid = true })); //~ unscoped-list

    [HttpGet("all")]
    public async Task<IActionResult> All() => Ok(await store.Of()); //~ unscoped-list
}
