// A guard that is made where it is put in front of a handler, with a type that says what it asks.
using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class ManageInvoicesRequirement : IAuthorizationRequirement;

public class AuthorizeAttribute<T> : AuthorizeAttribute where T : IAuthorizationRequirement;

public static class GuardedEndpoints
{
    public static void MapInvoices(this IEndpointRouteBuilder app)
    {
        app.MapGet("/organizations/{organizationId}/invoices", async (Guid organizationId, ShopContext db) =>
            await db.Invoices.Where(i => i.OrganizationId == organizationId).ToListAsync()) //~ verdict scoped
            .RequireAuthorization(new AuthorizeAttribute<ManageInvoicesRequirement>());

        app.MapGet("/organizations/{organizationId}/paid", async (Guid organizationId, ShopContext db) =>
            await db.Invoices.Where(i => i.OrganizationId == organizationId && i.Paid).ToListAsync()) //~ tenant-from-request
            .RequireAuthorization(new AuthorizeAttribute());
    }
}
