// Extensions of one name: which one is meant is told from the rows that are extended.
using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public static class Lookups
{
    public static Task<Contact?> Pick(this DbSet<Contact> rows, Guid id, ICurrentUser user) =>
        rows.FirstOrDefaultAsync(contact => contact.Id == id);

    public static Task<Invoice?> Pick(this DbSet<Invoice> rows, Guid id, ICurrentUser user) =>
        rows.FirstOrDefaultAsync(invoice => invoice.Id == id && invoice.OrganizationId == user.OrganizationId); //~ verdict scoped

    public static Task<Line?> Pick(this DbSet<Line> rows, Guid id, ICurrentUser user) =>
        rows.FirstOrDefaultAsync(line => line.Id == id);
}

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<Invoice?> Show(Guid id)
    {
        return await db.Invoices.Pick(id, current);
    }

    [HttpGet("lines/{id}")]
    public async Task<Line?> Line(Guid id)
    {
        return await db.Lines.Pick(id, current); //~ unscoped-lookup
    }
}
