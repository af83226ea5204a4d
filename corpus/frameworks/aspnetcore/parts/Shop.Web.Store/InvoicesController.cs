using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Shop.Web.Store;

[Authorize]
[Route("invoices")]
public class InvoicesController(ShopContext db) : Controller
{
    [HttpGet("{id}")]
    public async Task<IActionResult> Show(Guid id) => Ok(await db.Invoices.FindAsync(id)); //~ unscoped-lookup
}
