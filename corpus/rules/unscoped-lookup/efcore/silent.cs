// Where nearly all say who may call them, one that says nothing and looks nobody up lets anybody in.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

[Authorize]
[ApiController]
[Route("numbers")]
public class NumbersController : ControllerBase
{
    [HttpGet("1")]
    public IActionResult Get1() => Ok(1);

    [HttpGet("2")]
    public IActionResult Get2() => Ok(2);

    [HttpGet("3")]
    public IActionResult Get3() => Ok(3);

    [HttpGet("4")]
    public IActionResult Get4() => Ok(4);

    [HttpGet("5")]
    public IActionResult Get5() => Ok(5);

    [HttpGet("6")]
    public IActionResult Get6() => Ok(6);

    [HttpGet("7")]
    public IActionResult Get7() => Ok(7);

    [HttpGet("8")]
    public IActionResult Get8() => Ok(8);

    [HttpGet("9")]
    public IActionResult Get9() => Ok(9);

    [HttpGet("10")]
    public IActionResult Get10() => Ok(10);

    [HttpGet("11")]
    public IActionResult Get11() => Ok(11);

    [HttpGet("12")]
    public IActionResult Get12() => Ok(12);
}

[ApiController]
[Route("payments")]
public class PaymentsController(ShopContext db) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<IActionResult> Show(Guid id)
    {
        return Ok(await db.Invoices.FindAsync(id)); //~ unscoped-lookup pedantic
    }

    [HttpPost("{id}")]
    public async Task<IActionResult> Pay(Guid id)
    {
        await db.Invoices.Where(i => i.Id == id).ExecuteUpdateAsync(s => s.SetProperty(i => i.Paid, true)); //~ unscoped-write
        return NoContent();
    }
}
