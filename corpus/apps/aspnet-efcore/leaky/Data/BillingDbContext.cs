using System;
using Ledgerly.Domain;
using Ledgerly.Services;
using Microsoft.EntityFrameworkCore;

namespace Ledgerly.Data;

public class BillingDbContext : DbContext
{
    public const string AccountFilter = "Account";
    public const string SoftDeleteFilter = "SoftDelete";

    private readonly Guid _accountId;

    public BillingDbContext(DbContextOptions<BillingDbContext> options, ICurrentAccount currentAccount)
        : base(options)
    {
        _accountId = currentAccount.AccountId;
    }

    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<AppUser> Users => Set<AppUser>();
    public DbSet<AccountMember> AccountMembers => Set<AccountMember>();
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
    public DbSet<InvoiceLine> InvoiceLines => Set<InvoiceLine>();
    public DbSet<Attachment> Attachments => Set<Attachment>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        modelBuilder.Entity<AccountMember>().HasIndex(m => new { m.AccountId, m.UserId }).IsUnique();

        modelBuilder.Entity<Contact>().ToTable("Contacts");
        modelBuilder.Entity<Contact>().HasQueryFilter(AccountFilter, c => c.AccountId == _accountId);
        modelBuilder.Entity<Contact>().HasQueryFilter(SoftDeleteFilter, c => !c.IsDeleted);

        modelBuilder.Entity<Invoice>().ToTable("Invoices");
        modelBuilder.Entity<Invoice>().HasIndex(i => new { i.AccountId, i.Number }).IsUnique();
        modelBuilder.Entity<Invoice>().Property(i => i.Total).HasPrecision(18, 2);

        modelBuilder.Entity<InvoiceLine>().ToTable("InvoiceLines");
        modelBuilder.Entity<InvoiceLine>().HasOne(l => l.Invoice).WithMany(i => i.Lines).HasForeignKey(l => l.InvoiceId);

        modelBuilder.Entity<Attachment>().ToTable("Attachments");
        modelBuilder.Entity<Attachment>().HasQueryFilter(a => a.AccountId == _accountId);
    }
}
