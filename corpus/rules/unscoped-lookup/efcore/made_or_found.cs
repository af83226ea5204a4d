using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// A function that gives back an object that it made, or a row that it found: what the check asks of the row is asked of the row.
public class MadeOrFound(ShopContext db)
{
    private static readonly Dictionary<Guid, decimal> samples = new();

    public async Task<Invoice> Get(Guid id)
    {
        if (samples.TryGetValue(id, out var total))
        {
            return new Invoice { Id = id, Total = total };
        }
        return await db.Invoices.FirstOrDefaultAsync(i => i.Id == id);
    }
}

[Authorize]
[ApiController]
[Route("api/invoices")]
public class MadeOrFoundController(MadeOrFound rows, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}/own")]
    public async Task<IActionResult> Own(Guid id)
    {
        var invoice = await rows.Get(id); //~ verdict guarded
        if (invoice.OrganizationId != current.OrganizationId) return NotFound();
        return Ok(invoice);
    }

    [HttpGet("{id}/any")]
    public async Task<IActionResult> Any(Guid id)
    {
        var invoice = await rows.Get(id); //~ unscoped-lookup
        return Ok(invoice);
    }
}
