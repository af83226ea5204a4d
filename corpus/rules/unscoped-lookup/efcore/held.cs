// A query runs where what holds it is handed out: in a view's bag, in a model, in an answer, through a function that only wraps it.
using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Mvc;

namespace Shop;

public record Result<T>(T Data, int Code);

public class Page
{
    public IEnumerable<Invoice> Invoices { get; set; } = [];
}

public static class Wrap
{
    public static Result<T> Of<T>(T data) => new Result<T>(data, 0);
}

public class PagesController(ShopContext db, ICurrentUser current) : Controller
{
    [HttpGet("/wrapped/{id}")]
    public IActionResult Wrapped(Guid id) => Ok(Wrap.Of(db.Invoices.Where(i => i.Id == id))); //~ unscoped-lookup

    [HttpGet("/bag/{id}")]
    public IActionResult Bag(Guid id)
    {
        ViewBag.Invoices = db.Invoices.Where(i => i.Id == id); //~ unscoped-lookup
        return View();
    }

    [HttpGet("/data/{id}")]
    public IActionResult Data(Guid id)
    {
        ViewData["Invoices"] = db.Invoices.Where(i => i.Id == id); //~ unscoped-lookup
        return View();
    }

    [HttpGet("/model/{id}")]
    public IActionResult Model(Guid id)
    {
        var page = new Page();
        page.Invoices = db.Invoices.Where(i => i.Id == id); //~ unscoped-lookup
        return View(page);
    }

    [HttpGet("/own/{id}")]
    public IActionResult Own(Guid id)
    {
        ViewBag.Invoices = db.Invoices.Where(i => i.Id == id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
        return View();
    }
}
