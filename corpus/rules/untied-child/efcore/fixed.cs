// The line hangs on an invoice of the organization that was checked.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("organizations/{organizationId}")]
public class LinesController(ShopContext db, Access access) : ControllerBase
{
    [HttpGet("lines/{id}")]
    public async Task<IActionResult> Get(Guid organizationId, Guid id)
    {
        await access.EnsureMemberAsync(organizationId);
        var line = await db.Lines.SingleOrDefaultAsync(l => l.Id == id && l.Invoice.OrganizationId == organizationId); //~ verdict scoped
        return line is null ? NotFound() : Ok(line);
    }
}
