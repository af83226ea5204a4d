// Repositories of a library and those that add to them, what comes by waiting, and blocks inside of which tenants are not told apart.
using Volo.Abp.Application.Services; using Volo.Abp.Domain.Entities; using Volo.Abp.Domain.Entities.Auditing; using Volo.Abp.Domain.Repositories; using Volo.Abp.MultiTenancy; using Volo.Abp.EntityFrameworkCore; using Microsoft.EntityFrameworkCore; using Volo.Abp.Data;
namespace Shop;
public class Invoice : FullAuditedAggregateRoot<Guid>, IMultiTenant { public Guid? TenantId { get; set; } public string Number { get; set; } = ""; }
public class Line : Entity<Guid> { public Guid InvoiceId { get; set; } public Invoice Invoice { get; set; } = null!; }
public class Note : AuditedEntity<Guid> { public Guid TenantId { get; set; } public string Text { get; set; } = ""; }
public class ShopDbContext : AbpDbContext<ShopDbContext>
{
    public DbSet<Invoice> Invoices { get; set; } = null!;
    public DbSet<Line> Lines { get; set; } = null!;
    public DbSet<Note> Notes { get; set; } = null!;
    public ShopDbContext(DbContextOptions<ShopDbContext> options) : base(options) { }
    protected override void OnModelCreating(ModelBuilder builder) { base.OnModelCreating(builder); builder.Entity<Invoice>(b => { b.ToTable("Invoices"); b.ConfigureByConvention(); }); }
}
public interface IInvoiceRepository : IRepository<Invoice, Guid> { Task<Invoice?> FindByNumberAsync(string number); }
public class EfInvoiceRepository : EfCoreRepository<ShopDbContext, Invoice, Guid>, IInvoiceRepository
{
    public EfInvoiceRepository(IDbContextProvider<ShopDbContext> provider) : base(provider) { }
    public async Task<Invoice?> FindByNumberAsync(string number) => await (await GetDbSetAsync()).FirstOrDefaultAsync(i => i.Number == number);
}
public interface INoteRepository : IRepository<Note, Guid> { Task<Note?> ByTextAsync(string text); }
public class EfNoteRepository : EfCoreRepository<ShopDbContext, Note, Guid>, INoteRepository
{
    public EfNoteRepository(IDbContextProvider<ShopDbContext> provider) : base(provider) { }
    public async Task<Note?> ByTextAsync(string text)
    {
        var notes = await GetDbSetAsync();
        return await notes.FirstOrDefaultAsync(n => n.Text == text);
    }
}
public interface IInvoiceAppService : IApplicationService { }
public class InvoiceAppService : ApplicationService, IInvoiceAppService
{
    private readonly IRepository<Invoice, Guid> _invoices;
    private readonly IRepository<Line, Guid> _lines;
    private readonly IRepository<Note, Guid> _notes;
    private readonly IInvoiceRepository _own;
    private readonly INoteRepository _loose = null!;
    private readonly IDataFilter _dataFilter;
    private readonly IDataFilter<IMultiTenant> _tenantFilter;
    public InvoiceAppService(IRepository<Invoice, Guid> invoices, IRepository<Line, Guid> lines, IRepository<Note, Guid> notes, IInvoiceRepository own, IDataFilter dataFilter, IDataFilter<IMultiTenant> tenantFilter)
    { _invoices = invoices; _lines = lines; _notes = notes; _own = own; _dataFilter = dataFilter; _tenantFilter = tenantFilter; }
    public async Task<Invoice> GetAsync(Guid id) => await _invoices.GetAsync(id); //~ verdict filtered
    public async Task<Line> GetLineAsync(Guid id) => await _lines.GetAsync(id); //~ unscoped-lookup
    public async Task<Note> GetNoteAsync(Guid id) => await _notes.GetAsync(id); //~ unscoped-lookup
    public async Task<Note?> GetOwnNoteAsync(Guid id) => await _notes.FirstOrDefaultAsync(n => n.Id == id && n.TenantId == CurrentTenant.Id); //~ verdict scoped
    public async Task<Invoice> GetAnyAsync(Guid id)
    {
        using (_dataFilter.Disable<IMultiTenant>())
        {
            return await _invoices.GetAsync(id); //~ unreviewed-bypass
        }
    }
    public async Task<Invoice> GetAny2Async(Guid id)
    {
        using (_tenantFilter.Disable())
            return await _invoices.GetAsync(id); //~ unreviewed-bypass
    }
    public async Task<List<Note>> NotesAsync()
    {
        var query = await _notes.GetQueryableAsync(); //~ verdict scoped
        return await AsyncExecuter.ToListAsync(query.Where(n => n.TenantId == CurrentTenant.Id));
    }
    public async Task<List<Note>> AllNotesAsync()
    {
        var query = await _notes.GetQueryableAsync(); //~ unscoped-list
        return await AsyncExecuter.ToListAsync(query.OrderBy(n => n.Text));
    }
    public async Task DeleteNoteAsync(Guid id) => await _notes.DeleteAsync(id); //~ unscoped-write
    public async Task<Invoice?> ByNumberAsync(string number) => await _own.FindByNumberAsync(number); //~ verdict filtered
    public async Task<Invoice> OwnGetAsync(Guid id) => await _own.GetAsync(id); //~ verdict filtered
    public async Task<Note?> LooseAsync(Guid id) => await _loose.FindAsync(id); //~ unscoped-lookup
    public async Task<Note?> LooseTextAsync(string text) => await _loose.ByTextAsync(text); //~ unscoped-lookup
    public async Task<Note> ChangeAsync(Guid id, Guid tenantId)
    {
        using (CurrentTenant.Change(tenantId))
        {
            return await _notes.GetAsync(n => n.Id == id && n.TenantId == CurrentTenant.Id); //~ verdict scoped
        }
    }
    public async Task<Invoice> SoftAsync(Guid id)
    {
        using (_dataFilter.Disable<ISoftDelete>())
        {
            return await _invoices.GetAsync(id); //~ verdict filtered
        }
    }
}
