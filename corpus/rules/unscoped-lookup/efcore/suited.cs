// Which function a call means is told by what its arguments are: an extension of something else is none, and an overload that takes
// something else is not the one.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using AutoMapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public record Outcome<T>(T Value);

public static class Outcomes
{
    public static Outcome<T> Map<T>(this Outcome<T> outcome, T value) => new(value);
}

public class InvoiceQuery
{
    public Guid OrganizationId { get; set; }
}

public class InvoiceStore(ShopContext db, IMapper mapper)
{
    protected IMapper Mapper { get; } = mapper;

    public async Task<Invoice> Mapped(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id);
        return Mapper.Map<Invoice>(invoice);
    }

    public async Task<List<Invoice>> Find(Guid[] ids) => await db.Invoices.Where(i => ids.Contains(i.Id)).ToListAsync();

    public async Task<List<Invoice>> Find(InvoiceQuery query) =>
        await db.Invoices.Where(i => i.OrganizationId == query.OrganizationId).ToListAsync();
}

[ApiController]
[Authorize]
[Route("stored")]
public class StoredController(InvoiceStore store, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<IActionResult> Get(Guid id)
    {
        var invoice = await store.Mapped(id); //~ verdict guarded
        if (invoice.OrganizationId != current.OrganizationId)
        {
            return NotFound();
        }

        return Ok(invoice);
    }

    [HttpGet("own")]
    public async Task<IActionResult> Own()
    {
        return Ok(await store.Find(new InvoiceQuery { OrganizationId = current.OrganizationId })); //~ verdict scoped
    }

    [HttpGet("some")]
    public async Task<IActionResult> Some(Guid[] ids)
    {
        return Ok(await store.Find(ids)); //~ unscoped-lookup
    }
}
