using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// A check that is made only where the caller says whose the row must be: who says so is told no other's, who does not is told anybody's.
public class CheckedRows(ShopContext db)
{
    public async Task<Invoice?> Find(Guid id, Guid? organizationId = null)
    {
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == id);
        if (organizationId is not null && invoice?.OrganizationId != organizationId)
            return null;
        return invoice;
    }

    public async Task<Line?> FindLine(Guid id, Guid? invoiceId = null, Guid? organizationId = null)
    {
        var line = await db.Lines.Include(l => l.Invoice).Where(l => l.Id == id).FirstOrDefaultAsync();
        if (invoiceId is not null && line?.InvoiceId != invoiceId)
            return null;
        if (organizationId is not null && line?.Invoice.OrganizationId != organizationId)
            return null;
        return line;
    }
}

[Authorize]
[ApiController]
[Route("api/{organizationId}/invoices")]
public class OptionalCheckController(ICurrentUser current, CheckedRows rows, Access access) : ControllerBase
{
    [HttpGet("{id}/nobodys")]
    public async Task<IActionResult> Nobodys(Guid id)
    {
        var invoice = await rows.Find(id); //~ unscoped-lookup
        if (invoice is null) return NotFound();
        return Ok(invoice);
    }

    [HttpGet("{id}/own")]
    public async Task<IActionResult> Own(Guid id)
    {
        var invoice = await rows.Find(id, current.OrganizationId); //~ verdict guarded
        if (invoice is null) return NotFound();
        return Ok(invoice);
    }

    [HttpGet("{id}/member")]
    public async Task<IActionResult> OfMember(Guid organizationId, Guid id)
    {
        await access.EnsureMemberAsync(organizationId);
        var invoice = await rows.Find(id, organizationId); //~ verdict guarded
        if (invoice is null) return NotFound();
        return Ok(invoice);
    }

    [HttpGet("{invoiceId}/lines/{id}")]
    public async Task<IActionResult> LineOfMember(Guid organizationId, Guid invoiceId, Guid id)
    {
        await access.EnsureMemberAsync(organizationId);
        var line = await rows.FindLine(id, invoiceId, organizationId); //~ verdict guarded
        if (line is null) return NotFound();
        return Ok(line);
    }

    [HttpGet("{invoiceId}/lines/{id}/untied")]
    public async Task<IActionResult> LineOfInvoice(Guid organizationId, Guid invoiceId, Guid id)
    {
        await access.EnsureMemberAsync(organizationId);
        var line = await rows.FindLine(id, invoiceId); //~ check-against-request
        if (line is null) return NotFound();
        return Ok(line);
    }

    // what a request may leave out decides nothing
    [HttpGet("{id}/asked")]
    public async Task<IActionResult> Asked(Guid? owner, Guid id)
    {
        var invoice = await rows.Find(id, owner); //~ check-against-request
        if (invoice is null) return NotFound();
        return Ok(invoice);
    }
}
