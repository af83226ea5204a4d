using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// A row, or what is made in its place where there is none: a check of whichever it is holds for the row, where there is one.
public class CurrentShop
{
    public Guid Id { get; set; }
}

public interface ICurrentShops
{
    List<CurrentShop> Organizations { get; }
    CurrentShop? Find(Guid id);
}

public class CurrentUser : ICurrentShops
{
    public List<CurrentShop> Organizations { get; set; } = new();
    public CurrentShop? Find(Guid id) => Organizations?.Find(o => o.Id == id);
}

[Authorize]
[ApiController]
[Route("api/organizations/{organizationId}/invoices")]
public class StoodInController(ShopContext db, ICurrentUser current, ICurrentShops currentUser) : ControllerBase
{
    [HttpGet("{id}/own")]
    public async Task<IActionResult> Own(Guid id, Guid organizationId)
    {
        var invoice = await Get(id, organizationId); //~ verdict guarded
        if (invoice.OrganizationId != current.OrganizationId) return NotFound();
        return Ok(await db.Lines.Where(l => l.InvoiceId == invoice.Id).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("{id}/mine")]
    public async Task<IActionResult> Mine(Guid id, Guid organizationId)
    {
        var invoice = await Get(id, organizationId); //~ verdict guarded
        var shop = currentUser.Find(invoice.OrganizationId);
        if (shop == null) return NotFound();
        return Ok(invoice);
    }

    [HttpGet("{id}/here")]
    public async Task<IActionResult> Here(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (invoice == null)
        {
            invoice = new Invoice { Id = id, OrganizationId = current.OrganizationId };
        }
        if (invoice.OrganizationId == current.OrganizationId)
        {
            return Ok(invoice);
        }
        return NotFound();
    }

    [HttpGet("{id}/plain")]
    public async Task<IActionResult> Plain(Guid id)
    {
        var invoice = await db.Invoices.FindAsync(id); //~ verdict guarded
        if (invoice == null) return NotFound();
        var shop = currentUser.Find(invoice.OrganizationId);
        if (shop == null) return NotFound();
        return Ok(invoice);
    }

    [HttpGet("{id}/any")]
    public async Task<IActionResult> Any(Guid id, Guid organizationId)
    {
        var invoice = await Other(id, organizationId); //~ unscoped-lookup
        return Ok(invoice);
    }

    private async Task<Invoice> Get(Guid id, Guid organizationId)
    {
        var invoice = await db.Invoices.FindAsync(id);
        if (invoice != null)
        {
            return invoice;
        }
        var other = new Invoice { Id = id, OrganizationId = organizationId };
        return other;
    }

    private async Task<Invoice> Other(Guid id, Guid organizationId)
    {
        var invoice = await db.Invoices.FindAsync(id);
        return invoice ?? new Invoice { Id = id, OrganizationId = organizationId };
    }
}
