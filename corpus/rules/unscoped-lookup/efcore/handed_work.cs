// What a function is handed to run happens where it is handed over, and what it gives comes back from there.
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

[ApiController, Authorize, Route("handed")]
public class HandedWorkController(ShopContext db, ICurrentUser user) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<IActionResult> Show(Guid id)
    {
        var invoice = await Measured(() => db.Invoices.SingleAsync(i => i.Id == id)); //~ unscoped-lookup
        return Ok(invoice.Total);
    }

    [HttpGet("{id}/own")]
    public async Task<IActionResult> Own(Guid id)
    {
        var invoice = await Measured(() => db.Invoices.SingleAsync(i => i.Id == id)); //~ verdict guarded
        if (invoice.OrganizationId != user.OrganizationId)
        {
            return NotFound();
        }
        return Ok(invoice.Total);
    }

    private static async Task<T> Measured<T>(Func<Task<T>> work)
    {
        Console.WriteLine("begins");
        return await work();
    }
}
