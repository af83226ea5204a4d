using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Shop;

[ApiController, Authorize, Route("reports")]
public class ReportsController(ShopContext db, ICurrentUser current, IMemoryCache cache) : ControllerBase
{
    private string Own(string name) => $"{current.OrganizationId}:{name}";

    [HttpGet("totals")]
    public async Task<IActionResult> Totals()
    {
        var organization = current.OrganizationId;
        var totals = await cache.GetOrCreateAsync($"totals:{organization}", async entry =>
            await db.Invoices.Where(i => i.OrganizationId == organization).Select(i => i.Total).ToListAsync()); //~ verdict scoped
        return Ok(totals);
    }

    [HttpGet("contacts")]
    public async Task<IActionResult> Contacts(string letter)
    {
        var key = Own($"contacts-{letter}");
        if (!cache.TryGetValue(key, out List<Contact>? contacts))
        {
            contacts = await db.Contacts.Where(c => c.Email.StartsWith(letter)).ToListAsync(); //~ verdict filtered
            cache.Set(key, contacts, TimeSpan.FromMinutes(5));
        }
        return Ok(contacts);
    }
}
