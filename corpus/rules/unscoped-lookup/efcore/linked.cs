// Rows that are linked to an invoice of the caller's are the caller's, whichever side keeps the link.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Tag
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
    public List<Invoice> Invoices { get; set; } = new();
}

public class TagContext(DbContextOptions<TagContext> options) : DbContext(options)
{
    public DbSet<Tag> Tags => Set<Tag>();
}

[ApiController]
public class TagsController(TagContext tags, ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("/own/{invoiceId}")]
    public async Task<IActionResult> Own(Guid invoiceId)
    {
        var invoice = await db.Invoices.SingleOrDefaultAsync(i => i.Id == invoiceId); //~ verdict guarded
        if (invoice == null || invoice.OrganizationId != current.OrganizationId)
        {
            return NotFound();
        }
        return Ok(await tags.Tags.Where(t => t.Invoices.Any(i => i.Id == invoiceId)).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("/any/{invoiceId}")]
    public async Task<IActionResult> Any(Guid invoiceId)
    {
        return Ok(await tags.Tags.Where(t => t.Invoices.Any(i => i.Id == invoiceId)).ToListAsync()); //~ unscoped-lookup
    }

    [HttpGet("/known/{invoiceId}")]
    public async Task<IActionResult> Known(Guid invoiceId)
    {
        return Ok(await tags.Tags.AnyAsync(t => t.Id == invoiceId)); //~ unscoped-lookup pedantic
    }

    [HttpGet("/gone/{id}")]
    public async Task<IActionResult> Gone(Guid id)
    {
        var invoice = await db.Invoices.SingleOrDefaultAsync(i => i.Id == id); //~ verdict guarded
        if (invoice != null && invoice.OrganizationId != current.OrganizationId)
        {
            invoice = null;
        }
        invoice ??= await db.Invoices.FirstOrDefaultAsync(i => i.OrganizationId == current.OrganizationId); //~ verdict scoped
        return Ok(invoice);
    }
}
