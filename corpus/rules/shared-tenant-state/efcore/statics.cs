// What a static member is given is there for whoever asks next.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public static class TenantHolder
{
    private static readonly AsyncLocal<Guid> Flowing = new();
    private static Guid _latest;

    public static Guid Current { get; set; }

    public static Guid Own
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    public static Guid Latest
    {
        get => _latest;
        set => _latest = value; //~ shared-tenant-state
    }

    public static Session Session { get; } = new();

    public static void Remember(Guid organization) => Current = organization; //~ shared-tenant-state

    public static void Forget(string version) => Version = version;

    public static string Version { get; set; } = "";
}

public class Session
{
    public Guid Organization { get; set; }
    public string Theme { get; set; } = "";
}

[ApiController, Authorize, Route("invoices")]
public class InvoicesController(ShopContext db, ICurrentUser current) : ControllerBase
{
    private static Guid? _organization;
    private static Invoice? _last;
    private static List<Invoice> _unpaid = new();
    private static readonly ConcurrentDictionary<Guid, Invoice> LastOf = new();
    private static Dictionary<Guid, List<Invoice>> _byOrganization = new();
    private static int _asked;
    private static bool _warm;
    private static DateTime _since;
    [ThreadStatic] private static Guid _ofThread;
    private Guid _own;

    [HttpGet]
    public async Task<List<Invoice>> List()
    {
        _organization ??= current.OrganizationId; //~ shared-tenant-state
        TenantHolder.Current = current.OrganizationId; //~ shared-tenant-state
        TenantHolder.Session.Organization = current.OrganizationId; //~ shared-tenant-state
        TenantHolder.Remember(current.OrganizationId);
        TenantHolder.Latest = current.OrganizationId;
        _unpaid = await db.Invoices.Where(i => i.OrganizationId == current.OrganizationId).ToListAsync(); //~ verdict scoped, shared-tenant-state
        return _unpaid;
    }

    [HttpGet("{id}")]
    public async Task<Invoice> Get(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
        Interlocked.Exchange(ref _last, invoice); //~ shared-tenant-state
        _last = invoice; //~ shared-tenant-state
        return invoice;
    }

    [HttpGet("{id}/right")]
    public async Task<Invoice> Right(Guid id)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.Id == id && i.OrganizationId == current.OrganizationId); //~ verdict scoped
        _own = current.OrganizationId;
        _asked = _asked + 1;
        _warm = invoice.Paid;
        _since = DateTime.UtcNow;
        _ofThread = current.OrganizationId;
        TenantHolder.Own = current.OrganizationId;
        TenantHolder.Forget("3");
        TenantHolder.Session.Theme = "dark";
        LastOf[current.OrganizationId] = invoice;
        HttpContext.Items["organization"] = current.OrganizationId;
        var session = new Session { Organization = current.OrganizationId };
        session.Organization = _own;
        return invoice;
    }

    [HttpGet("map")]
    public async Task<int> Map()
    {
        var rows = await db.Invoices.Where(i => i.OrganizationId == current.OrganizationId).ToListAsync(); //~ verdict scoped
        _byOrganization = new Dictionary<Guid, List<Invoice>> { [current.OrganizationId] = rows };
        return rows.Count;
    }
}

public static class Startup
{
    private static Guid _default;

    // nobody asks for anything yet
    public static async Task Seed(ShopContext db)
    {
        var first = await db.Organizations.OrderBy(o => o.Id).FirstAsync();
        _default = first.Id;
    }
}
