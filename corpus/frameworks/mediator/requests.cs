// Requests that are built, bound, changed and copied on their way to the handler.
using MediatR; using Microsoft.AspNetCore.Authorization; using Microsoft.AspNetCore.Mvc; using Microsoft.EntityFrameworkCore; using System.Security.Claims;
namespace Shop;

public class Organization { public Guid Id { get; set; } public string Name { get; set; } = ""; }
public class Invoice { public Guid Id { get; set; } public Guid OrganizationId { get; set; } public Organization Organization { get; set; } = null!; public string Number { get; set; } = ""; public bool Paid { get; set; } }
public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
}
public interface ICurrentUserService { Guid OrganizationId { get; } }
public record GetInvoice(Guid Id) : IRequest<Invoice?>;
public record GetOwn(Guid Id) : IRequest<Invoice?>;
public record PayInvoice : IRequest { public Guid Id { get; init; } public Guid OrganizationId { get; set; } }
public class GetInvoiceHandler(ShopContext db) : IRequestHandler<GetInvoice, Invoice?>
{
    public Task<Invoice?> Handle(GetInvoice request, CancellationToken ct) => db.Invoices.FirstOrDefaultAsync(i => i.Id == request.Id, ct);
}
public class GetOwnHandler(ShopContext db, ICurrentUserService current) : IRequestHandler<GetOwn, Invoice?>
{
    public async Task<Invoice?> Handle(GetOwn request, CancellationToken ct) => await db.Invoices.FirstOrDefaultAsync(i => i.Id == request.Id && i.OrganizationId == current.OrganizationId, ct); //~ verdict scoped
}
public class PayHandler(ShopContext db) : IRequestHandler<PayInvoice>
{
    public async Task Handle(PayInvoice request, CancellationToken ct)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == request.Id && i.OrganizationId == request.OrganizationId, ct); //~ verdict scoped
        invoice.Paid = true;
        await db.SaveChangesAsync(ct);
    }
}
public record DeleteInvoice(Guid Id) : IRequest<Unit>, IOrgRequest { public Guid OrganizationId { get; set; } }
public interface IOrgRequest { Guid OrganizationId { get; set; } }
public class DeleteHandler(ShopContext db) : IRequestHandler<DeleteInvoice, Unit>
{
    public async Task<Unit> Handle(DeleteInvoice request, CancellationToken ct)
    {
        await db.Invoices.Where(i => i.Id == request.Id).ExecuteDeleteAsync(ct);
        return Unit.Value;
    }
}
public abstract class ApiController : ControllerBase
{
    private ISender? _mediator;
    protected ISender Mediator => _mediator ??= HttpContext.RequestServices.GetRequiredService<ISender>();
}
[ApiController, Authorize, Route("invoices")]
public class InvoicesController : ApiController
{
    [HttpGet("{id}")] public async Task<ActionResult<Invoice>> Get(Guid id) => Ok(await Mediator.Send(new GetInvoice(id))); //~ unscoped-lookup
    [HttpGet("own/{id}")] public async Task<ActionResult<Invoice>> Own([FromRoute] GetOwn query) => Ok(await Mediator.Send(query));
    [HttpPost("{id}/pay")]
    public async Task<IActionResult> Pay(Guid id, PayInvoice command)
    {
        command.OrganizationId = Guid.Parse(User.FindFirstValue("org_id")!);
        await Mediator.Send(command with { Id = id });
        return NoContent();
    }
    [HttpDelete("{id}")] public async Task<IActionResult> Delete(Guid id) { await Mediator.Send(new DeleteInvoice(id)); return NoContent(); } //~ unscoped-write
}
