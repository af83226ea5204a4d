// What a call outside of the program makes of what was sent has members of its own. What it gives back whole, or is told to read, may
// still be what was sent.

using System;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Payments.Client;

namespace Shop;

public record Sent(Guid InvoiceId);

[ApiController]
[Authorize]
[Route("events")]
public class EventsController(ShopContext db) : ControllerBase
{
    [HttpPost("announced")]
    public async Task<IActionResult> Announced([FromBody] string body, [FromHeader] string signature)
    {
        var announced = WebhookEvents.Construct(body, signature);
        return Ok(await db.Invoices.SingleAsync(i => i.Id == announced.InvoiceId)); //~ verdict unknown
    }

    [HttpPost("converted")]
    public async Task<IActionResult> Converted([FromBody] string body)
    {
        var number = PaymentNumbers.Convert(body);
        return Ok(await db.Invoices.SingleAsync(i => i.Id == number)); //~ unscoped-lookup
    }

    [HttpPost("read")]
    public async Task<IActionResult> Read([FromBody] string body)
    {
        var sent = JsonSerializer.Deserialize<Sent>(body);
        return Ok(await db.Invoices.SingleAsync(i => i.Id == sent.InvoiceId)); //~ unscoped-lookup
    }
}
