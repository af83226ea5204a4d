// A function inside of another one calls itself at many places: what it asks for is seen once, whoever it was called by.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public record Node(
    Guid Invoice, Node North, Node East, Node South, Node West, Node First, Node Second, Node Third, Node Fourth, Node Above, Node Below);

[ApiController]
[Authorize]
[Route("trees")]
public class TreesController(ShopContext db, ICurrentUser current) : ControllerBase
{
    [HttpPost("leaky")]
    public async Task<List<Invoice?>> Leaky(Node tree)
    {
        var found = new List<Invoice?>();
        await Walk(tree);
        return found;

        async Task Walk(Node node)
        {
            found.Add(await db.Invoices.FirstOrDefaultAsync(invoice => invoice.Id == node.Invoice)); //~ unscoped-lookup
            await Walk(node.North);
            await Walk(node.East);
            await Walk(node.South);
            await Walk(node.West);
            await Walk(node.First);
            await Walk(node.Second);
            await Walk(node.Third);
            await Walk(node.Fourth);
            await Walk(node.Above);
            await Walk(node.Below);
        }
    }

    [HttpPost("fixed")]
    public async Task<List<Invoice?>> Fixed(Node tree)
    {
        var found = new List<Invoice?>();
        await Walk(tree);
        return found;

        async Task Walk(Node node)
        {
            var mine = db.Invoices.Where(invoice => invoice.OrganizationId == current.OrganizationId); //~ verdict scoped
            found.Add(await mine.FirstOrDefaultAsync(invoice => invoice.Id == node.Invoice));
            await Walk(node.North);
            await Walk(node.East);
            await Walk(node.South);
            await Walk(node.West);
            await Walk(node.First);
            await Walk(node.Second);
            await Walk(node.Third);
            await Walk(node.Fourth);
            await Walk(node.Above);
            await Walk(node.Below);
        }
    }
}
