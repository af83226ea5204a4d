// A filter works in the context that installs it; another context over the same table has none.
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class ReportContext(DbContextOptions<ReportContext> options) : DbContext(options)
{
    public DbSet<Contact> Contacts => Set<Contact>();
}

public class AuditedShopContext(DbContextOptions<ShopContext> options, ICurrentUser current) : ShopContext(options, current)
{
}

[ApiController]
[Authorize]
[Route("contacts")]
public class ContactsController(ShopContext shop, ReportContext reports, AuditedShopContext audited) : ControllerBase
{
    [HttpGet]
    public async Task<List<Contact>> Filtered()
    {
        return await shop.Contacts.ToListAsync(); //~ verdict filtered
    }

    [HttpGet("audited")]
    public async Task<List<Contact>> Inherited()
    {
        return await audited.Contacts.ToListAsync(); //~ verdict filtered
    }

    [HttpGet("report")]
    public async Task<List<Contact>> Unfiltered()
    {
        return await reports.Contacts.ToListAsync(); //~ unscoped-list
    }
}
