// Query syntax: after a join, a condition speaks of the row and of what was joined with it.
using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("lines")]
public class LinesController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("own")]
    public async Task<object> Own()
    {
        var own = from invoice in db.Invoices //~ verdict scoped
                  join user in db.Users on invoice.Id equals user.Id
                  where invoice.OrganizationId == current.OrganizationId && !invoice.Paid
                  select invoice.Total;
        return await own.ToListAsync();
    }

    [HttpGet("joined")]
    public async Task<object> ByInvoice()
    {
        var own = from line in db.Lines //~ verdict scoped
                  join invoice in db.Invoices on line.InvoiceId equals invoice.Id
                  where invoice.OrganizationId == current.OrganizationId
                  select line.Amount;
        return await own.ToListAsync();
    }

    [HttpGet("unpaid")]
    public async Task<object> Unpaid()
    {
        var unpaid = from line in db.Lines //~ unscoped-list
                     join invoice in db.Invoices on line.InvoiceId equals invoice.Id
                     where !invoice.Paid
                     select line.Amount;
        return await unpaid.ToListAsync();
    }
}
