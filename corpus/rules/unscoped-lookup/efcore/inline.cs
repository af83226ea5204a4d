// Handlers that are written where they are registered, alone and in a group.
using System;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public static class InvoiceEndpoints
{
    public static void MapInvoices(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/invoices").RequireAuthorization();

        group.MapGet("/{id}", async (Guid id, ShopContext db) =>
            await db.Invoices.FirstOrDefaultAsync(i => i.Id == id)); //~ unscoped-lookup

        group.MapGet("/{id}/own", async (Guid id, ShopContext db, ICurrentUser user) =>
            await db.Invoices.FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == user.OrganizationId)); //~ verdict scoped

        // the installation's own people see every tenant
        app.MapGet("/support/invoices/{id}", async (Guid id, ShopContext db) =>
        {
            var invoice = await db.Invoices.SingleAsync(i => i.Id == id); //~ verdict guarded
            return Results.Ok(invoice.Total);
        }).RequireAuthorization("SystemAdmin");
    }
}
