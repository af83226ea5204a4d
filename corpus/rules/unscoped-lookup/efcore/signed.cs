// A message that a service has signed, with the secret that it shares with the installation, comes from that service.

using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Stripe;

namespace Shop;

[ApiController]
[Route("hooks")]
public class HooksController(ShopContext db, Options options) : ControllerBase
{
    [HttpPost("signed")]
    public async Task<IActionResult> Signed()
    {
        var json = await new StreamReader(Request.Body).ReadToEndAsync();
        try
        {
            var message = EventUtility.ConstructEvent(json, Request.Headers["Stripe-Signature"], options.WebhookSecret);
            var key = Guid.Parse(message.Data.Object.Metadata["invoice"]);
            var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == key); //~ verdict scoped
            invoice.Paid = true;
            await db.SaveChangesAsync();
            return Ok();
        }
        catch (StripeException)
        {
            return BadRequest();
        }
    }

    [HttpPost("unsigned")]
    public async Task<IActionResult> Unsigned()
    {
        var json = await new StreamReader(Request.Body).ReadToEndAsync();
        var message = EventUtility.ParseEvent(json);
        var key = Guid.Parse(message.Data.Object.Metadata["invoice"]);
        var invoice = await db.Invoices.FirstOrDefaultAsync(i => i.Id == key); //~ unscoped-lookup
        invoice.Paid = true;
        await db.SaveChangesAsync();
        return Ok();
    }
}

public class Options
{
    public string WebhookSecret { get; set; } = "";
}
