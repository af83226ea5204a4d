// Of the handlers that one file registers nearly all ask who calls. One that does not is meant for anybody: what it reads may be public,
// and what it changes is not.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public static class Endpoints
{
    public static void Register(WebApplication app)
    {
        app.MapGet("/own/a/{id}", OwnA);
        app.MapGet("/own/b/{id}", OwnB);
        app.MapGet("/own/c/{id}", OwnC);
        app.MapGet("/own/d/{id}", OwnD);
        app.MapGet("/own/e/{id}", OwnE);
        app.MapGet("/own/f/{id}", OwnF);
        app.MapGet("/own/g/{id}", OwnG);
        app.MapGet("/own/h/{id}", OwnH);
        app.MapGet("/own/i/{id}", OwnI);
        app.MapGet("/own/j/{id}", OwnJ);
        app.MapGet("/own/k/{id}", OwnK);
        app.MapGet("/own/l/{id}", OwnL);
        app.MapGet("/anybody/{id}", Shown);
        app.MapPut("/anybody/{id}/pay", Paid);
        app.MapGet("/somebody/{id}", Somebodys);
    }

    private static Task<Invoice?> OwnA(Guid id, ShopContext db, ICurrentUser current) => Own(id, db, current);

    private static Task<Invoice?> OwnB(Guid id, ShopContext db, ICurrentUser current) => Own(id, db, current);

    private static Task<Invoice?> OwnC(Guid id, ShopContext db, ICurrentUser current) => Own(id, db, current);

    private static Task<Invoice?> OwnD(Guid id, ShopContext db, ICurrentUser current) => Own(id, db, current);

    private static Task<Invoice?> OwnE(Guid id, ShopContext db, ICurrentUser current) => Own(id, db, current);

    private static Task<Invoice?> OwnF(Guid id, ShopContext db, ICurrentUser current) => Own(id, db, current);

    private static Task<Invoice?> OwnG(Guid id, ShopContext db, ICurrentUser current) => Own(id, db, current);

    private static Task<Invoice?> OwnH(Guid id, ShopContext db, ICurrentUser current) => Own(id, db, current);

    private static Task<Invoice?> OwnI(Guid id, ShopContext db, ICurrentUser current) => Own(id, db, current);

    private static Task<Invoice?> OwnJ(Guid id, ShopContext db, ICurrentUser current) => Own(id, db, current);

    private static Task<Invoice?> OwnK(Guid id, ShopContext db, ICurrentUser current) => Own(id, db, current);

    private static Task<Invoice?> OwnL(Guid id, ShopContext db, ICurrentUser current) => Own(id, db, current);

    private static async Task<Invoice?> Own(Guid id, ShopContext db, ICurrentUser current)
    {
        return await db.Invoices.SingleOrDefaultAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
    }

    private static async Task<Invoice> Shown(Guid id, ShopContext db)
    {
        return await db.Invoices.SingleAsync(i => i.Id == id); //~ unscoped-lookup pedantic
    }

    private static async Task Paid(Guid id, ShopContext db)
    {
        await db.Invoices.Where(i => i.Id == id).ExecuteDeleteAsync(); //~ unscoped-write
    }

    private static async Task<Invoice> Somebodys(Guid id, ShopContext db, ICurrentUser current)
    {
        Console.WriteLine(current.UserId);
        return await db.Invoices.SingleAsync(i => i.Id == id); //~ unscoped-lookup
    }
}
