using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// An object that is made without its type being written: it is of the type that is asked for where it goes.
public record FullId(string Region, Guid OrganizationId, Guid Id);

public class RowsByFullId(ShopContext db)
{
    public Task<Invoice> Get(FullId id) => db.Invoices.FirstAsync(i => i.Id == id.Id && i.OrganizationId == id.OrganizationId);
}

[Authorize]
[ApiController]
[Route("api/invoices")]
public class MadeWithoutTypeController(ICurrentUser current, RowsByFullId rows) : ControllerBase
{
    private FullId Make(Guid id) => new("eu", current.OrganizationId, id);

    [HttpGet("{id}/returned")]
    public async Task<IActionResult> Returned(Guid id)
    {
        return Ok(await rows.Get(Make(id))); //~ verdict scoped
    }

    [HttpGet("{id}/handed")]
    public async Task<IActionResult> Handed(Guid id)
    {
        return Ok(await rows.Get(new("eu", current.OrganizationId, id))); //~ verdict scoped
    }

    [HttpGet("{id}/declared")]
    public async Task<IActionResult> Declared(Guid id)
    {
        FullId full = new("eu", current.OrganizationId, id);
        return Ok(await rows.Get(full)); //~ verdict scoped
    }

    [HttpGet("{owner}/{id}")]
    public async Task<IActionResult> Sent(Guid owner, Guid id)
    {
        return Ok(await rows.Get(new("eu", owner, id))); //~ tenant-from-request
    }
}
