// Workers go over the organizations: what they ask at each turn, and what they forget; and those that never go over them.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Shop;

public class Mailer
{
    public Task SendAsync(Guid organization, IReadOnlyList<Invoice> invoices) => Task.CompletedTask;
}

public class TenantScope
{
    public Guid OrganizationId { get; set; }
}

public class Forgets(ShopContext db, Mailer mailer, ILogger<Forgets> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        foreach (var organization in await db.Organizations.ToListAsync(stopping))
        {
            logger.LogInformation("The turn of {Organization}", organization.Id);
            var unpaid = await db.Invoices.Where(i => !i.Paid).ToListAsync(stopping); //~ cross-tenant-job
            await mailer.SendAsync(organization.Id, unpaid);
        }
    }
}

public class ForgetsBelow(ShopContext db, Mailer mailer) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var organizations = await db.Organizations.Select(o => o.Id).ToListAsync(stopping);
        foreach (var organization in organizations)
        {
            await mailer.SendAsync(organization, await UnpaidAsync(stopping)); //~ cross-tenant-job
        }
    }

    private Task<List<Invoice>> UnpaidAsync(CancellationToken stopping) => db.Invoices.Where(i => !i.Paid).ToListAsync(stopping);
}

public class Asks(ShopContext db, Mailer mailer) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        foreach (var organization in await db.Organizations.ToListAsync(stopping))
        {
            var own = await db.Invoices.Where(i => i.OrganizationId == organization.Id && !i.Paid).ToListAsync(stopping);
            await mailer.SendAsync(organization.Id, own);
        }
    }
}

public class SetsUp(ShopContext db, TenantScope scope, Mailer mailer) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        foreach (var organization in await db.Organizations.ToListAsync(stopping))
        {
            scope.OrganizationId = organization.Id;
            var unpaid = await db.Invoices.Where(i => !i.Paid).ToListAsync(stopping);
            await mailer.SendAsync(organization.Id, unpaid);
        }
    }
}

// each organization has a database of its own
public class OwnContext(Guid organization) : DbContext
{
    public DbSet<Invoice> Invoices => Set<Invoice>();

    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlServer($"Database=shop-{organization}");
}

public class Opens(ShopContext db, ILogger<Opens> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        foreach (var organization in await db.Organizations.ToListAsync(stopping))
        {
            await using var own = new OwnContext(organization.Id);
            var unpaid = await own.Invoices.Where(i => !i.Paid).ToListAsync(stopping);
            logger.LogInformation("{Count} are unpaid", unpaid.Count);
        }
    }
}

public class Sorts(ShopContext db, Mailer mailer) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        foreach (var organization in await db.Organizations.ToListAsync(stopping))
        {
            var unpaid = await db.Invoices.Where(i => !i.Paid).ToListAsync(stopping);
            await mailer.SendAsync(organization.Id, unpaid.Where(i => i.OrganizationId == organization.Id).ToList());
        }
    }
}

public class Sweeps(ShopContext db, Mailer mailer) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var unpaid = await db.Invoices.Where(i => !i.Paid).ToListAsync(stopping); //~ cross-tenant-job pedantic
        foreach (var group in unpaid.GroupBy(i => i.OrganizationId))
        {
            await mailer.SendAsync(group.Key, group.ToList());
        }
    }
}

public class Tidies(ShopContext db) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await db.Invoices.Where(i => i.Paid).ExecuteDeleteAsync(stopping);
    }
}
