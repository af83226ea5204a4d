// What lets a record pass says that there is one, and whose: the key that it was found by is the caller's from there on.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("vouched")]
public class VouchedController(ShopContext db, ICurrentUser current, IAuthorizationService authorization) : ControllerBase
{
    [HttpGet("{id}/lines")]
    public async Task<IActionResult> Lines(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        var result = await authorization.AuthorizeAsync(User, invoice, "Read");
        if (!result.Succeeded)
        {
            return NotFound();
        }

        return Ok(await db.Lines.Where(l => l.InvoiceId == id).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("{id}/lines/{lineId}")]
    public async Task<IActionResult> Line(Guid id, Guid lineId)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        var result = await authorization.AuthorizeAsync(User, invoice, "Read");
        if (!result.Succeeded)
        {
            return NotFound();
        }

        return Ok(await db.Lines.FirstOrDefaultAsync(l => l.Id == lineId)); //~ unscoped-lookup
    }

    [HttpGet("{id}/whole")]
    public async Task<IActionResult> Whole(Guid id, bool whole)
    {
        var invoice = await Read(id, whole); //~ verdict scoped
        if (invoice == null || invoice.OrganizationId != current.OrganizationId)
        {
            return NotFound();
        }

        return Ok(invoice);
    }

    // Either of two ways to read it: the check is of whichever was taken.
    private async Task<Invoice> Read(Guid id, bool whole)
    {
        if (whole)
        {
            return await db.Invoices.Include(i => i.Organization).SingleOrDefaultAsync(i => i.Id == id);
        }

        return await db.Invoices.SingleOrDefaultAsync(i => i.Id == id);
    }

    // A condition says which of the rows are left, and is none of them.
    [HttpGet("lines")]
    public async Task<IActionResult> Chosen([FromQuery] List<Guid> ids)
    {
        var own = await db.Invoices.Where(i => i.OrganizationId == current.OrganizationId).Select(i => i.Id).ToListAsync(); //~ verdict scoped
        var chosen = own.Where(ids.Contains).ToList();
        return Ok(await db.Lines.Where(l => chosen.Contains(l.InvoiceId)).ToListAsync()); //~ verdict scoped
    }
}
