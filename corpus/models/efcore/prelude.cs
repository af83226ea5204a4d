using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Shop;

public class Organization
{
    public Guid Id { get; set; }
    public List<Member> Members { get; set; } = new();
}

public class User
{
    public Guid Id { get; set; }
}

public class Member
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
    public Guid UserId { get; set; }
    public User User { get; set; } = null!;
}

public class Invoice
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
    public decimal Total { get; set; }
    public bool Paid { get; set; }

    public bool BelongsTo(Guid organizationId) => OrganizationId == organizationId;
}

public class Line
{
    public Guid Id { get; set; }
    public Guid InvoiceId { get; set; }
    public Invoice Invoice { get; set; } = null!;
    public decimal Amount { get; set; }
}

public class Contact
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
    public string Email { get; set; } = "";
    public bool IsDeleted { get; set; }
}

public interface ICurrentUser
{
    Guid UserId { get; }
    Guid OrganizationId { get; }
}

public class ShopContext(DbContextOptions<ShopContext> options, ICurrentUser current) : DbContext(options)
{
    public DbSet<Organization> Organizations => Set<Organization>();
    public DbSet<User> Users => Set<User>();
    public DbSet<Member> Members => Set<Member>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
    public DbSet<Line> Lines => Set<Line>();
    public DbSet<Contact> Contacts => Set<Contact>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Contact>().HasQueryFilter("Tenant", c => c.OrganizationId == current.OrganizationId);
        modelBuilder.Entity<Contact>().HasQueryFilter("SoftDelete", c => !c.IsDeleted);
    }
}

public class Access(ShopContext db, ICurrentUser current)
{
    public async Task EnsureMemberAsync(Guid organizationId)
    {
        var userId = current.UserId;
        var known = await db.Members.AnyAsync(m => m.OrganizationId == organizationId && m.UserId == userId);
        if (!known)
        {
            throw new UnauthorizedAccessException();
        }
    }
}
