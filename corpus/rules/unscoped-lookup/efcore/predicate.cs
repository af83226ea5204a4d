using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

// A repository that is handed the condition, by the caller or by one in between.
public interface IRepository<T> where T : class
{
    Task<T?> OneAsync(Expression<Func<T, bool>> condition);
    Task<List<T>> ListAsync(Expression<Func<T, bool>>? condition = null);
}

public class Repository<T>(ShopContext db) : IRepository<T> where T : class
{
    public Task<T?> OneAsync(Expression<Func<T, bool>> condition) => db.Set<T>().FirstOrDefaultAsync(condition);

    public Task<List<T>> ListAsync(Expression<Func<T, bool>>? condition = null)
    {
        var rows = db.Set<T>().AsQueryable();
        if (condition != null)
        {
            rows = rows.Where(condition);
        }
        return rows.ToListAsync();
    }
}

public class InvoiceService(IRepository<Invoice> invoices)
{
    public Task<List<Invoice>> ListAsync(Expression<Func<Invoice, bool>> condition) => invoices.ListAsync(condition);
}

[Authorize]
[ApiController]
[Route("api/invoices")]
public class PredicateController(IRepository<Invoice> invoices, InvoiceService service, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}/any")]
    public async Task<IActionResult> Any(Guid id)
    {
        return Ok(await invoices.OneAsync(i => i.Id == id)); //~ unscoped-lookup
    }

    [HttpGet("{id}")]
    public async Task<IActionResult> Own(Guid id)
    {
        return Ok(await invoices.OneAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId)); //~ verdict scoped
    }

    [HttpGet("all")]
    public async Task<IActionResult> All()
    {
        return Ok(await invoices.ListAsync()); //~ unscoped-list
    }

    [HttpGet]
    public async Task<IActionResult> List()
    {
        return Ok(await service.ListAsync(i => i.OrganizationId == current.OrganizationId && i.Paid)); //~ verdict scoped
    }

    [HttpGet("in/{organizationId}")]
    public async Task<IActionResult> Chosen(Guid organizationId)
    {
        return Ok(await service.ListAsync(i => i.OrganizationId == organizationId)); //~ tenant-from-request
    }
}
