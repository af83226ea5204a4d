using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Ledgerly.Data;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Ledgerly.Controllers;

[ApiController]
[Authorize]
[Route("api/contacts")]
public class ContactsController : ControllerBase
{
    private readonly BillingDbContext _db;

    public ContactsController(BillingDbContext db)
    {
        _db = db;
    }

    [HttpGet]
    public async Task<IActionResult> List(CancellationToken cancellationToken)
    {
        var contacts = await _db.Contacts.AsNoTracking().OrderBy(c => c.Name).ToListAsync(cancellationToken); //~ verdict filtered
        return Ok(contacts);
    }

    [HttpDelete("{id:guid}")]
    public async Task<IActionResult> Delete(Guid id, CancellationToken cancellationToken)
    {
        var contact = await _db.Contacts.FirstOrDefaultAsync(c => c.Id == id, cancellationToken); //~ verdict filtered
        if (contact is null)
        {
            return NotFound();
        }

        contact.IsDeleted = true;
        await _db.SaveChangesAsync(cancellationToken);
        return NoContent();
    }

    [HttpPost("{id:guid}/restore")]
    public async Task<IActionResult> Restore(Guid id, CancellationToken cancellationToken)
    {
        var contact = await _db.Contacts.IgnoreQueryFilters().FirstOrDefaultAsync(c => c.Id == id && c.IsDeleted, cancellationToken); //~ broad-bypass
        if (contact is null)
        {
            return NotFound();
        }

        contact.IsDeleted = false;
        await _db.SaveChangesAsync(cancellationToken);
        return Ok(contact);
    }
}
