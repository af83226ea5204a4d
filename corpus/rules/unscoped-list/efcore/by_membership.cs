// Invoices of every organization that the caller is a member of.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet]
    public async Task<IActionResult> List()
    {
        var userId = current.UserId;
        var invoices = await db.Invoices //~ verdict scoped
            .Where(i => i.Organization.Members.Any(m => m.UserId == userId))
            .ToListAsync();
        return Ok(invoices);
    }

    [HttpGet("subquery")]
    public async Task<IActionResult> Subquery()
    {
        var own = db.Members.Where(m => m.UserId == current.UserId).Select(m => m.OrganizationId);
        var invoices = await db.Invoices.Where(i => own.Contains(i.OrganizationId)).ToListAsync(); //~ verdict scoped
        return Ok(invoices);
    }
}
