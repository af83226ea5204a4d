// Who was granted a permission over all tenants, by its name, may look past the filter.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public static class Permissions
{
    public const string View = "contacts.view";
    public const string ViewCrossTenant = "contacts.view.all";
}

public interface IPermissionService
{
    Task<bool> HasPermissionAsync(Guid userId, string permission);
}

[Authorize]
[ApiController]
[Route("permitted")]
public class PermittedController(ShopContext db, ICurrentUser current, IPermissionService permissions) : ControllerBase
{
    [HttpGet("all")]
    public async Task<IActionResult> All(Guid organizationId)
    {
        if (!await permissions.HasPermissionAsync(current.UserId, Permissions.ViewCrossTenant))
        {
            return Forbid();
        }

        return Ok(await db.Contacts.IgnoreQueryFilters().Where(c => c.OrganizationId == organizationId).ToListAsync()); //~ verdict scoped
    }

    [HttpGet("some")]
    public async Task<IActionResult> Some(Guid id)
    {
        if (!await permissions.HasPermissionAsync(current.UserId, Permissions.View))
        {
            return Forbid();
        }

        return Ok(await db.Contacts.IgnoreQueryFilters().FirstOrDefaultAsync(c => c.Id == id)); //~ unreviewed-bypass
    }
}
