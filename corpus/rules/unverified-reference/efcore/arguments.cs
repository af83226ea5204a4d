// A call means an extension only where that takes the call's arguments: items that are put into some list are no new rows.

using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public static class LineExtensions
{
    public static Line Enter(this DbSet<Line> lines, Guid invoiceId, decimal amount)
    {
        var line = new Line { InvoiceId = invoiceId, Amount = amount };
        lines.Add(line);
        return line;
    }
}

[ApiController]
[Authorize]
[Route("lines")]
public class LinesController(ShopContext db) : ControllerBase
{
    [HttpPost("{id}")]
    public async Task<IActionResult> Add(Guid id, decimal amount)
    {
        db.Lines.Enter(id, amount); //~ unverified-reference
        await db.SaveChangesAsync();
        return Ok();
    }
}

[ApiController]
[Authorize]
[Route("groups")]
public class GroupsController(IGroups groups) : ControllerBase
{
    [HttpPost("{id}")]
    public IActionResult Put(string key, Guid id)
    {
        groups[key]!.Enter(id);
        return Ok();
    }
}
