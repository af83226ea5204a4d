using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Ledgerly.Contracts;
using Ledgerly.Data;
using Ledgerly.Services;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Ledgerly.Controllers;

[ApiController]
[Authorize]
[Route("api/invoices")]
public class InvoicesController : ControllerBase
{
    private readonly BillingDbContext _db;
    private readonly InvoiceService _invoices;
    private readonly IInvoiceRepository _repository;
    private readonly AccountAccess _access;
    private readonly ICurrentAccount _current;

    public InvoicesController(
        BillingDbContext db,
        InvoiceService invoices,
        IInvoiceRepository repository,
        AccountAccess access,
        ICurrentAccount current)
    {
        _db = db;
        _invoices = invoices;
        _repository = repository;
        _access = access;
        _current = current;
    }

    [HttpGet]
    public async Task<IActionResult> List([FromQuery] int page, CancellationToken cancellationToken)
    {
        var invoices = await _db.Invoices.AsNoTracking() //~ verdict scoped
            .Where(i => i.AccountId == _current.AccountId)
            .OrderByDescending(i => i.DueAt)
            .Skip(page * 50)
            .Take(50)
            .Select(i => new InvoiceSummary(i.Id, i.Number, i.Total, i.Status.ToString()))
            .ToListAsync(cancellationToken);
        return Ok(invoices);
    }

    [HttpGet("search")]
    public async Task<IActionResult> Search([FromQuery] Guid accountId, [FromQuery] string number, CancellationToken cancellationToken)
    {
        var invoices = await _db.Invoices.AsNoTracking() //~ tenant-from-request
            .Where(i => i.AccountId == accountId && i.Number.StartsWith(number))
            .ToListAsync(cancellationToken);
        return Ok(invoices);
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Get(Guid id, CancellationToken cancellationToken)
    {
        var invoice = await _db.Invoices.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancellationToken); //~ unscoped-lookup
        if (invoice is null)
        {
            return NotFound();
        }

        return Ok(invoice);
    }

    [HttpGet("counts")]
    public async Task<IActionResult> Counts(CancellationToken cancellationToken)
    {
        return Ok(await _repository.CountByStatusAsync(_current.AccountId, cancellationToken)); //~ verdict scoped
    }

    [HttpPost]
    public async Task<IActionResult> Create(CreateInvoiceRequest request, CancellationToken cancellationToken)
    {
        var id = await _invoices.CreateAsync(request, cancellationToken);
        return CreatedAtAction(nameof(Get), new { id }, null);
    }

    [HttpPost("{id:guid}/approve")]
    [Authorize(Roles = "Accountant")]
    public async Task<IActionResult> Approve(Guid id, [FromBody] ApproveInvoiceRequest request, CancellationToken cancellationToken)
    {
        var approved = await _invoices.ApproveAsync(id, request, cancellationToken);
        return approved ? NoContent() : NotFound();
    }

    [HttpPut("/api/accounts/{accountId:guid}/invoices/{invoiceId:guid}/lines/{lineId:guid}")]
    public async Task<IActionResult> UpdateLine(
        Guid accountId,
        Guid invoiceId,
        Guid lineId,
        [FromBody] UpdateLineRequest request,
        CancellationToken cancellationToken)
    {
        await _access.EnsureMemberAsync(accountId, cancellationToken);
        var line = await _db.InvoiceLines.SingleOrDefaultAsync(l => l.Id == lineId, cancellationToken); //~ untied-child
        if (line is null)
        {
            return NotFound();
        }

        line.Description = request.Description;
        line.Quantity = request.Quantity;
        line.UnitPrice = request.UnitPrice;
        await _db.SaveChangesAsync(cancellationToken);
        return NoContent();
    }
}
