using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public enum Range
{
    Paid,
    Due,
}

// A restriction that each section of a switch adds in its own way.
[Authorize]
[ApiController]
[Route("api/arms")]
public class ArmsController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("own/{range}")]
    public async Task<IActionResult> Own(Range range)
    {
        IQueryable<Invoice> query = db.Invoices; //~ verdict scoped
        switch (range)
        {
            case Range.Paid:
                query = query.Where(i => i.OrganizationId == current.OrganizationId);
                query = query.Where(i => i.Paid);
                break;
            case Range.Due:
                query = query.Where(i => i.OrganizationId == current.OrganizationId && !i.Paid);
                break;
            default:
                return BadRequest();
        }
        return Ok(await query.ToListAsync());
    }

    [HttpGet("chosen/{range}")]
    public async Task<IActionResult> Chosen(Range range)
    {
        var query = range switch
        {
            Range.Paid => db.Invoices.Where(i => i.OrganizationId == current.OrganizationId && i.Paid),
            Range.Due => db.Invoices.Where(i => i.OrganizationId == current.OrganizationId), //~ verdict scoped
        };
        return Ok(await query.ToListAsync());
    }

    // a number that is none of the names is none of the sections either
    [HttpGet("open/{range}")]
    public async Task<IActionResult> Open(Range range)
    {
        IQueryable<Invoice> query = db.Invoices; //~ unscoped-list
        switch (range)
        {
            case Range.Paid:
                query = query.Where(i => i.OrganizationId == current.OrganizationId && i.Paid);
                break;
            case Range.Due:
                query = query.Where(i => i.OrganizationId == current.OrganizationId);
                break;
        }
        return Ok(await query.ToListAsync());
    }
}
