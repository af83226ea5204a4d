// Members that are written together for what they extend: each is a method of the rows, as one that names its receiver itself.
using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public static class InvoiceQueries
{
    /// <param name="rows">what is asked</param>
    extension(IQueryable<Invoice> rows)
    {
        public IQueryable<Invoice> OfTenant(Guid organizationId) => rows.Where(row => row.OrganizationId == organizationId);

        public IQueryable<Invoice> Unpaid() => rows.Where(row => !row.Paid);
    }

    extension<T>(IQueryable<T> rows) where T : class
    {
        public IQueryable<T> Page(int number)
        {
            return rows.Skip(number * 20).Take(20);
        }
    }
}

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<Invoice?> Show(Guid id)
    {
        return await db.Invoices.Unpaid().FirstOrDefaultAsync(invoice => invoice.Id == id); //~ unscoped-lookup
    }

    [HttpGet("own/{id}")]
    public async Task<Invoice?> Own(Guid id)
    {
        return await db.Invoices.OfTenant(current.OrganizationId).Page(0).FirstOrDefaultAsync(invoice => invoice.Id == id); //~ verdict scoped
    }
}
