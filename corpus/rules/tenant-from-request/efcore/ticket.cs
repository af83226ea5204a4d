using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// What the server's own ticket holds was sealed by the server when it was handed out, and was not sent by anybody.
[ApiController]
[Route("api/ticket")]
public class TicketController(ShopContext db) : ControllerBase
{
    [HttpGet("of-ticket")]
    public async Task<IActionResult> OfTicket()
    {
        var result = await HttpContext.AuthenticateAsync("external");
        if (!result.Succeeded) return Unauthorized();
        var organizationId = new Guid(result.Properties.Items["organization"]);
        return Ok(await db.Invoices.Where(i => i.OrganizationId == organizationId).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("passed")]
    public async Task<IActionResult> Passed()
    {
        var result = await HttpContext.AuthenticateAsync("external");
        return Ok(await Find(result));
    }

    private async Task<List<Invoice>> Find(AuthenticateResult result)
    {
        var organizationId = new Guid(result.Properties.Items["organization"]);
        return await db.Invoices.Where(i => i.OrganizationId == organizationId).ToListAsync(); //~ verdict scoped
    }

    [HttpGet("sent")]
    public async Task<IActionResult> Sent()
    {
        var organizationId = new Guid(HttpContext.Request.Query["organization"]);
        return Ok(await db.Invoices.Where(i => i.OrganizationId == organizationId).ToListAsync()); //~ tenant-from-request
    }
}
