using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public record Told(string Text, int Code);

// the first of two says whether it went well: then the check was passed
[ApiController, Authorize, Route("invoices")]
public class InvoicesController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}/asked")]
    public async Task<ActionResult<Invoice?>> Asked(Guid id)
    {
        var (well, told) = await FoundAsync(id);
        if (!well)
        {
            return NotFound(told);
        }
        return await db.Invoices.FindAsync(id); //~ verdict scoped
    }

    [HttpGet("{id}/unasked")]
    public async Task<ActionResult<Invoice?>> Unasked(Guid id)
    {
        var (well, told) = await FoundAsync(id);
        return await db.Invoices.FindAsync(id); //~ unscoped-lookup
    }

    [HttpGet("{id}/opposite")]
    public async Task<ActionResult<Invoice?>> Opposite(Guid id)
    {
        var (well, told) = await FoundAsync(id);
        if (well)
        {
            return Ok(told);
        }
        return await db.Invoices.FindAsync(id); //~ unscoped-lookup
    }

    private async Task<(bool, Told)> FoundAsync(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id);
        if (invoice is null || invoice.OrganizationId != current.OrganizationId)
        {
            return (false, new Told("no such invoice", 404));
        }
        return (true, new Told("here it is", 200));
    }
}
