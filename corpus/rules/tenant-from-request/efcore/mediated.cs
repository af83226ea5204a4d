// The endpoint passes the command on as it came in: what handles it decides whose rows are read.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public record ListInvoices(Guid OrganizationId) : IRequest<List<Invoice>>;

public record ListOwn(Guid OrganizationId) : IRequest<List<Invoice>>;

public static class Endpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/invoices/search", async (ListInvoices command, IMediator mediator) =>
            Results.Ok(await mediator.Send(command))).RequireAuthorization();
        app.MapPost("/invoices/own", async (ListOwn command, IMediator mediator) =>
            Results.Ok(await mediator.Send(command))).RequireAuthorization();
        app.MapGet("/invoices/of/{id}", async (Guid id, IMediator mediator) =>
            Results.Ok(await mediator.Send(new ListMade(id)))).RequireAuthorization(); //~ tenant-from-request
    }
}

public class Reader(ShopContext db)
{
    public Task<List<Invoice>> Of(Guid organizationId) =>
        db.Invoices.Where(i => i.OrganizationId == organizationId).ToListAsync();
}

public class ListInvoicesHandler(Reader reader) : IRequestHandler<ListInvoices, List<Invoice>>
{
    public Task<List<Invoice>> Handle(ListInvoices command, CancellationToken token) =>
        reader.Of(command.OrganizationId); //~ tenant-from-request
}

public class ListOwnHandler(ShopContext db, ICurrentUser current) : IRequestHandler<ListOwn, List<Invoice>>
{
    public Task<List<Invoice>> Handle(ListOwn command, CancellationToken token) =>
        db.Invoices.Where(i => i.OrganizationId == current.OrganizationId).ToListAsync(); //~ verdict scoped
}

// The message is made where the request comes in: that is where its tenant was chosen.
public record ListMade(Guid OrganizationId) : IRequest<List<Invoice>>;

public class ListMadeHandler(Reader reader) : IRequestHandler<ListMade, List<Invoice>>
{
    public Task<List<Invoice>> Handle(ListMade command, CancellationToken token) => reader.Of(command.OrganizationId);
}
