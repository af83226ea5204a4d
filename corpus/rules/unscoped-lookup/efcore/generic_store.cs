// A store for any entity gives a query that its callers refine: it has not run, and is of what the caller's type says.

using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public interface IStore<T>
    where T : class
{
    IQueryable<T> All { get; }
    IQueryable<T> Query();
}

public class Store<T>(ShopContext db) : IStore<T>
    where T : class
{
    public IQueryable<T> All => db.Set<T>();

    public IQueryable<T> Query() => db.Set<T>().AsNoTracking();
}

public interface IUnitOfWork
{
    IStore<Invoice> Invoices { get; }
}

public class UnitOfWork(ShopContext db) : IUnitOfWork
{
    private IStore<Invoice> invoices;

    public IStore<Invoice> Invoices => invoices ??= new Store<Invoice>(db);
}

[ApiController]
[Authorize]
[Route("stores")]
public class StoresController(IStore<Invoice> invoices, IUnitOfWork unit, ICurrentUser current) : ControllerBase
{
    [HttpGet("{id}")]
    public async Task<IActionResult> Get(Guid id)
    {
        return Ok(await invoices.Query().FirstOrDefaultAsync(i => i.Id == id)); //~ unscoped-lookup
    }

    [HttpGet("{id}/own")]
    public async Task<IActionResult> Own(Guid id)
    {
        return Ok(await invoices.Query().FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId)); //~ verdict scoped
    }

    [HttpGet("{id}/member")]
    public async Task<IActionResult> Member(Guid id)
    {
        return Ok(await invoices.All.FirstOrDefaultAsync(i => i.Id == id)); //~ unscoped-lookup
    }

    [HttpGet("{id}/unit")]
    public async Task<IActionResult> Unit(Guid id)
    {
        return Ok(await unit.Invoices.All.FirstOrDefaultAsync(i => i.Id == id)); //~ unscoped-lookup
    }

    [HttpGet("{id}/unit/own")]
    public async Task<IActionResult> UnitOwn(Guid id)
    {
        return Ok(await unit.Invoices.All.FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId)); //~ verdict scoped
    }
}
