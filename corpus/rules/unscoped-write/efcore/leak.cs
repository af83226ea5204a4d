// Changed and deleted by a key of the request, and all at once.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[ApiController]
[Authorize]
[Route("invoices")]
public class InvoicesController(ShopContext db) : ControllerBase
{
    [HttpPost("{id}/paid")]
    public async Task Pay(Guid id)
    {
        await db.Invoices.Where(i => i.Id == id).ExecuteUpdateAsync(set => set.SetProperty(i => i.Paid, true)); //~ unscoped-write
    }

    [HttpDelete]
    public async Task Clear()
    {
        await db.Invoices.Where(i => i.Paid).ExecuteDeleteAsync(); //~ unscoped-write
    }

    [HttpDelete("{id}")]
    public async Task Delete(Guid id)
    {
        // what is loaded first is one finding, where it is loaded
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ unscoped-lookup
        db.Invoices.Remove(invoice);
        await db.SaveChangesAsync();
    }
}
