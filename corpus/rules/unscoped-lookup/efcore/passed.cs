using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// Functions that are passed a query and give it back with more restrictions, or run it.
public static class Restrictions
{
    public static IQueryable<Invoice> Paid(this IQueryable<Invoice> query, bool only)
    {
        if (only)
        {
            query = query.Where(i => i.Paid);
        }
        return query;
    }

    public static IQueryable<Invoice> Of(this IQueryable<Invoice> query, Guid organization)
    {
        return query.Where(i => i.OrganizationId == organization);
    }

    public static Task<List<T>> Page<T>(IQueryable<T> query, int page)
    {
        return query.Skip(page * 20).Take(20).ToListAsync();
    }
}

[Authorize]
[ApiController]
[Route("api/invoices")]
public class PassedController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}/any")]
    public async Task<IActionResult> Any(Guid id)
    {
        return Ok(await db.Invoices.Paid(true).FirstOrDefaultAsync(i => i.Id == id)); //~ unscoped-lookup
    }

    [HttpGet("{id}")]
    public async Task<IActionResult> Own(Guid id)
    {
        return Ok(await db.Invoices.Of(current.OrganizationId).Paid(true).FirstOrDefaultAsync(i => i.Id == id)); //~ verdict scoped
    }

    [HttpGet("{id}/plain")]
    public async Task<IActionResult> Plain(Guid id)
    {
        var own = Restrictions.Of(db.Invoices, current.OrganizationId); //~ verdict scoped
        return Ok(await own.FirstOrDefaultAsync(i => i.Id == id));
    }

    [HttpGet]
    public async Task<IActionResult> List(int page)
    {
        return Ok(await Restrictions.Page(db.Invoices.Of(current.OrganizationId), page)); //~ verdict scoped
    }

    [HttpGet("all")]
    public async Task<IActionResult> All()
    {
        return Ok(await Restrictions.Page(db.Invoices.Paid(true), 0)); //~ unscoped-list
    }
}
