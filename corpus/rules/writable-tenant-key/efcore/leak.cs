// The tenant key comes in with the body, and goes into the row by whichever way.

using System;
using System.Threading.Tasks;
using AutoMapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public record NewInvoice(Guid OrganizationId, decimal Total);

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(ShopContext db, ICurrentUser current, IMapper mapper) : ControllerBase
{
    [HttpPost("bound")]
    public async Task Bound([FromBody] Invoice invoice)
    {
        db.Invoices.Add(invoice); //~ writable-tenant-key
        await db.SaveChangesAsync();
    }

    [HttpPost("made")]
    public async Task Made([FromBody] NewInvoice data)
    {
        db.Add(new Invoice { OrganizationId = data.OrganizationId, Total = data.Total }); //~ writable-tenant-key
        await db.SaveChangesAsync();
    }

    [HttpPost("mapped")]
    public async Task Mapped([FromBody] NewInvoice data)
    {
        var invoice = mapper.Map<Invoice>(data);
        db.Invoices.Add(invoice); //~ writable-tenant-key
        await db.SaveChangesAsync();
    }

    [HttpPut("{id}/mapped")]
    public async Task MappedInto(Guid id, [FromBody] NewInvoice data)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
        mapper.Map(data, invoice); //~ writable-tenant-key
        await db.SaveChangesAsync();
    }

    [HttpPut("{id}/values")]
    public async Task Values(Guid id, [FromBody] NewInvoice data)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
        db.Entry(invoice).CurrentValues.SetValues(data); //~ writable-tenant-key
        await db.SaveChangesAsync();
    }

    [HttpPut("{id}")]
    public async Task Assigned(Guid id, [FromBody] NewInvoice data)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
        invoice.OrganizationId = data.OrganizationId; //~ writable-tenant-key
        await db.SaveChangesAsync();
    }

    [HttpPut]
    public async Task Attached([FromBody] Invoice invoice)
    {
        // whose row it is matters more than where it goes
        db.Invoices.Update(invoice); //~ unscoped-write
        await db.SaveChangesAsync();
    }
}
