using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// A row and what hangs on it come back together, both found by the same key: the check of the row, by its place in the pair, holds for both.
public interface IInvoices
{
    Task<Tuple<Invoice?, ICollection<Line>>> GetWithLines(Guid id);
    Task<Tuple<Invoice?, ICollection<Line>>> GetOfTwo(Guid id, Guid of);
}

public class Invoices(ShopContext db) : IInvoices
{
    public async Task<Tuple<Invoice?, ICollection<Line>>> GetWithLines(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id);
        var query = db.Lines.Where(l => l.InvoiceId == id);
        var lines = await query.ToArrayAsync();
        return new Tuple<Invoice?, ICollection<Line>>(invoice, lines);
    }

    public async Task<Tuple<Invoice?, ICollection<Line>>> GetOfTwo(Guid id, Guid of)
    {
        var invoice = await db.Invoices.FindAsync(id);
        var lines = await db.Lines.Where(l => l.InvoiceId == of).ToArrayAsync();
        return new Tuple<Invoice?, ICollection<Line>>(invoice, lines);
    }
}

[Authorize]
[ApiController]
[Route("api/pairs")]
public class PairsController(IInvoices invoices, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}/tuple")]
    public async Task<IActionResult> OfTuple(Guid id)
    {
        var found = await invoices.GetWithLines(id); //~ verdict guarded
        if (found?.Item1 == null || found.Item1.OrganizationId != current.OrganizationId) return NotFound();
        return Ok(found.Item2);
    }

    [HttpGet("{id}/lines/{of}")]
    public async Task<IActionResult> OfTwo(Guid id, Guid of)
    {
        var found = await invoices.GetOfTwo(id, of); //~ unscoped-lookup
        if (found?.Item1 == null || found.Item1.OrganizationId != current.OrganizationId) return NotFound();
        return Ok(found.Item2);
    }
}
