using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// What a token holds that the server sealed was written by the server: a row that is compared with it is whose the token is.
public class Removal
{
    public Guid Id { get; set; }
    public bool Valid { get; set; }
}

public interface ISealer<T>
{
    bool TryUnprotect(string token, out T data);
    T Unprotect(string token);
}

[ApiController]
[Route("api/sealed")]
public class SealedController(ShopContext db, ISealer<Removal> sealer) : ControllerBase
{
    [HttpPost("{id}/out")]
    public async Task<IActionResult> Out(Guid id, [FromBody] string token)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (invoice == null || !sealer.TryUnprotect(token, out var data) || !data.Valid || data.Id != invoice.Id) return NotFound();
        db.Invoices.Remove(invoice);
        await db.SaveChangesAsync();
        return NoContent();
    }

    [HttpPost("{id}/back")]
    public async Task<IActionResult> Back(Guid id, [FromBody] string token)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        var data = sealer.Unprotect(token);
        if (invoice == null || data.Id != invoice.Id) return NotFound();
        return Ok(invoice);
    }

    [HttpPost("{id}/not-compared")]
    public async Task<IActionResult> NotCompared(Guid id, [FromBody] string token)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ unscoped-lookup
        if (invoice == null || !sealer.TryUnprotect(token, out var data) || !data.Valid) return NotFound();
        return Ok(invoice);
    }
}
