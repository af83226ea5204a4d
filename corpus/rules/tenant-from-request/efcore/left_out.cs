// The caller's own tenant stands in only where the input names none.

using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class OrderInput
{
    public Guid? OrganizationId { get; set; }
    public string Query { get; set; } = "";
}

public interface IQueue
{
    Task SendAsync(OrderInput order);
}

[ApiController]
[Authorize]
[Route("orders")]
public class OrdersController(ShopContext db, ICurrentUser user, IQueue queue) : ControllerBase
{
    [HttpPost]
    public async Task<IActionResult> Create([FromBody] OrderInput input)
    {
        input.OrganizationId ??= user.OrganizationId; //~ tenant-from-request
        await queue.SendAsync(input);
        return Accepted();
    }

    [HttpPost("asked")]
    public async Task<IActionResult> Asked([FromBody] OrderInput input)
    {
        if (input.OrganizationId == null)
        {
            input.OrganizationId = user.OrganizationId; //~ tenant-from-request
        }
        await queue.SendAsync(input);
        return Accepted();
    }

    [HttpPost("own")]
    public async Task<IActionResult> Own([FromBody] OrderInput input)
    {
        input.OrganizationId = user.OrganizationId;
        await queue.SendAsync(input);
        return Accepted();
    }

    [HttpPost("checked")]
    public async Task<IActionResult> Checked([FromBody] OrderInput input)
    {
        input.OrganizationId ??= user.OrganizationId;
        var member = await db.Members.AnyAsync(m => m.OrganizationId == input.OrganizationId && m.UserId == user.UserId); //~ verdict scoped
        if (!member)
        {
            return Forbid();
        }
        await queue.SendAsync(input);
        return Accepted();
    }
}
