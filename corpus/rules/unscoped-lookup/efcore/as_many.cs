// As many rows of one's own as ids were sent: every id is of one's own rows. Where no ids were sent, nothing is found by them.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Batch
{
    public List<Guid>? Ids { get; set; }
}

public class Invoices(ShopContext db)
{
    public async Task<bool> AreIn(List<Guid> ids, Guid organizationId)
    {
        var found = await db.Invoices.Where(i => i.OrganizationId == organizationId && ids.Contains(i.Id)).ToListAsync();
        return ids.Count == found.Count;
    }
}

[ApiController, Authorize, Route("batches")]
public class BatchesController(ShopContext db, Invoices invoices, ICurrentUser current) : ControllerBase
{
    [HttpPost("counted")]
    public async Task<List<Line>> Counted(Batch batch)
    {
        var own = await db.Invoices //~ verdict scoped
            .Where(i => i.OrganizationId == current.OrganizationId && batch.Ids.Contains(i.Id)).ToListAsync();
        if (own.Count != batch.Ids.Count)
        {
            throw new UnauthorizedAccessException();
        }

        return await db.Lines.Where(l => batch.Ids.Contains(l.InvoiceId)).ToListAsync(); //~ verdict scoped
    }

    [HttpPost("asked")]
    public async Task<List<Line>> Asked(Batch batch)
    {
        if (!await invoices.AreIn(batch.Ids, current.OrganizationId))
        {
            throw new UnauthorizedAccessException();
        }

        return await db.Lines.Where(l => batch.Ids.Contains(l.InvoiceId)).ToListAsync(); //~ verdict scoped
    }

    [HttpPost("optional")]
    public async Task<List<Line>> Optional(Batch batch)
    {
        if (batch.Ids != null && batch.Ids.Any() && !await invoices.AreIn(batch.Ids, current.OrganizationId))
        {
            throw new UnauthorizedAccessException();
        }

        return await db.Lines.Where(l => batch.Ids.Contains(l.InvoiceId)).ToListAsync(); //~ verdict scoped
    }

    [HttpPost("some")]
    public async Task<List<Line>> Some(Batch batch)
    {
        var own = await db.Invoices //~ verdict scoped
            .Where(i => i.OrganizationId == current.OrganizationId && batch.Ids.Contains(i.Id)).ToListAsync();
        if (own.Count == 0)
        {
            throw new UnauthorizedAccessException();
        }

        return await db.Lines.Where(l => batch.Ids.Contains(l.InvoiceId)).ToListAsync(); //~ unscoped-lookup
    }

    [HttpPost("of-record")]
    public async Task<IActionResult> OfRecord(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ unscoped-lookup
        return Paid(invoice) ? Ok(invoice) : NotFound();
    }

    private static bool Paid(Invoice invoice) => invoice.Organization is null || invoice.Paid;
}
