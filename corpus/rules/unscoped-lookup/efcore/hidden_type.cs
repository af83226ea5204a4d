// A member of the own object is that member, though a type somewhere is called the same.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public record OrganizationId(Guid Value);

[ApiController]
[Authorize]
[Route("hidden")]
public class HiddenController(ShopContext db, ICurrentUser current) : ControllerBase
{
    private Guid? OrganizationId => current.OrganizationId;

    [HttpGet("{id}")]
    public async Task<IActionResult> Get(Guid id)
    {
        return Ok(await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == OrganizationId.Value)); //~ verdict scoped
    }

    [HttpGet("{id}/any")]
    public async Task<IActionResult> Any(Guid id)
    {
        return Ok(await db.Invoices.SingleAsync(i => i.Id == id)); //~ unscoped-lookup
    }
}
