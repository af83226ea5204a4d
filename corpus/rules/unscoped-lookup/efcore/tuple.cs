// Two results come back together as an object of the library's: each is its own.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class InvoiceStore(ShopContext db)
{
    public async Task<Tuple<Invoice, List<Line>>> GetWithLinesAsync(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id);
        var lines = await db.Lines.Where(l => l.InvoiceId == id).ToListAsync();
        return new Tuple<Invoice, List<Line>>(invoice, lines);
    }
}

[ApiController]
[Authorize]
[Route("tuples")]
public class TuplesController(InvoiceStore store, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<IActionResult> Get(Guid id)
    {
        (var invoice, var lines) = await store.GetWithLinesAsync(id); //~ verdict guarded, verdict scoped
        if (invoice == null || invoice.OrganizationId != current.OrganizationId)
        {
            return NotFound();
        }

        return Ok(lines);
    }
}
