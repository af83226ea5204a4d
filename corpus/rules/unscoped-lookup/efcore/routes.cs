// Handlers of minimal APIs that are named: methods of the own class or another one. Contexts that come from a factory or late.
using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public static class InvoiceRoutes
{
    public static IEndpointRouteBuilder MapInvoices(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/invoices").RequireAuthorization();
        group.MapGet("/{id}", GetOne);
        group.MapGet("/{id}/total", Total).WithSummary("Its total");
        group.MapGet("/{id}/own", Own);
        group.MapDelete("/{id}", Removal.Remove);
        return app;
    }

    private static async Task<Invoice?> GetOne(Guid id, ShopContext db) => await db.Invoices.FindAsync(id); //~ unscoped-lookup

    private static async Task<IResult> Total(Guid id, ShopContext db)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ unscoped-lookup
        return Results.Ok(invoice.Total);
    }

    private static async Task<Invoice?> Own(Guid id, ShopContext db, ICurrentUser current)
    {
        return await db.Invoices.SingleOrDefaultAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
    }
}

public static class Removal
{
    public static async Task<IResult> Remove(Guid id, ShopContext db)
    {
        await db.Invoices.Where(i => i.Id == id).ExecuteDeleteAsync(); //~ unscoped-write
        return Results.NoContent();
    }
}

[ApiController, Authorize]
public class LateController(IDbContextFactory<ShopContext> factory, Lazy<ShopContext> late) : ControllerBase
{
    [HttpGet("/made/{id}")]
    public async Task<IActionResult> Made(Guid id)
    {
        await using var db = await factory.CreateDbContextAsync();
        return Ok(await db.Invoices.FindAsync(id)); //~ unscoped-lookup
    }

    [HttpGet("/late/{id}")]
    public async Task<IActionResult> Late(Guid id) => Ok(await late.Value.Invoices.FindAsync(id)); //~ unscoped-lookup
}
