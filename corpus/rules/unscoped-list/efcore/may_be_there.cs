// A restriction that is added only where its value is there: whoever gives the value is restricted, whoever leaves it out is not.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public static class InvoiceQueries
{
    public static IOrderedQueryable<Invoice> Apply(this IQueryable<Invoice> query, Guid? organizationId = null, bool? paid = null)
    {
        if (organizationId.HasValue)
        {
            query = query.Where(i => i.OrganizationId == organizationId.Value);
        }

        if (paid.HasValue)
        {
            query = query.Where(i => i.Paid == paid.Value);
        }

        return query.OrderBy(i => i.Total);
    }
}

[ApiController]
[Authorize]
[Route("applied")]
public class AppliedController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("own")]
    public async Task<IActionResult> Own()
    {
        return Ok(await db.Invoices.Apply(current.OrganizationId, true).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("all")]
    public async Task<IActionResult> All()
    {
        return Ok(await db.Invoices.Apply().ToListAsync()); //~ unscoped-list
    }
}
