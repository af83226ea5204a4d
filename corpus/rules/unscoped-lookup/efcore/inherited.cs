// Actions that controllers inherit: whose rows they read is told by the class that has them, and so is what stands in front of them.
using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public abstract class CrudController<T>(ShopContext db) : ControllerBase where T : class
{
    [HttpGet("{id}")]
    public virtual async Task<IActionResult> Get(Guid id)
    {
        var row = await db.Set<T>().FindAsync(id); //~ unscoped-lookup
        return row == null ? NotFound() : Ok(row);
    }
}

[Authorize, Route("invoices")]
public class InvoicesController(ShopContext db) : CrudController<Invoice>(db);

[Authorize, Route("organizations")]
public class OrganizationsController(ShopContext db) : CrudController<Organization>(db);

[Authorize, Route("contacts")]
public class OwnController(ShopContext db, ICurrentUser current) : CrudController<Line>(db)
{
    public override async Task<IActionResult> Get(Guid id)
    {
        var mine = current.OrganizationId;
        return Ok(await db.Lines.SingleAsync(l => l.Id == id && l.Invoice.OrganizationId == mine)); //~ verdict scoped
    }
}
