// A method that comes back early where a membership is there, and else refuses: the membership reaches nobody, and its being there is what
// the method asks. Where it comes back in any case, it asks nothing. And rows that a function gives which the base is handed are those of
// the class.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public abstract class Rows<T>
    where T : class
{
    protected Rows(ShopContext db, Func<ShopContext, DbSet<T>> rows)
    {
        Db = db;
        Of = rows;
    }

    protected ShopContext Db { get; }

    protected Func<ShopContext, DbSet<T>> Of { get; }

    public async Task<T> ByIdAsync(Guid id)
    {
        return await Of(Db).FindAsync(id);
    }
}

public class InvoiceRows : Rows<Invoice>
{
    public InvoiceRows(ShopContext db)
        : base(db, shop => shop.Invoices)
    {
    }

    public async Task<Tuple<Invoice, decimal>> WithTotalAsync(Guid id)
    {
        var invoice = await ByIdAsync(id);
        return new Tuple<Invoice, decimal>(invoice, invoice?.Total ?? 0);
    }
}

[ApiController]
[Authorize]
[Route("let-through")]
public class LetThroughController(InvoiceRows rows, ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<IActionResult> Asked(Guid id)
    {
        var invoice = await rows.ByIdAsync(id); //~ verdict guarded
        Ask(invoice, current.UserId); //~ verdict scoped
        return Ok(invoice);
    }

    [HttpGet("{id}/noted")]
    public async Task<IActionResult> Noted(Guid id)
    {
        var invoice = await rows.ByIdAsync(id); //~ unscoped-lookup
        Note(invoice, current.UserId);
        return Ok(invoice);
    }

    [HttpGet("{id}/total")]
    public async Task<IActionResult> Total(Guid id)
    {
        var (invoice, total) = await rows.WithTotalAsync(id); //~ verdict guarded
        if (invoice == null || invoice.OrganizationId != current.OrganizationId)
        {
            return NotFound();
        }

        return Ok(total);
    }

    private void Ask(Invoice invoice, Guid userId)
    {
        if (db.Members.Any(m => m.OrganizationId == invoice.OrganizationId && m.UserId == userId))
        {
            return;
        }

        throw new UnauthorizedAccessException();
    }

    private void Note(Invoice invoice, Guid userId)
    {
        if (db.Members.Any(m => m.OrganizationId == invoice.OrganizationId && m.UserId == userId))
        {
            return;
        }

        Console.WriteLine("somebody else looks at it");
    }
}
