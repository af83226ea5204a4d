using System;
using System.Collections.Generic;

namespace Ledgerly.Domain;

public class Account
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    public bool Suspended { get; set; }
    public int ReminderDays { get; set; } = 14;
}

public class AppUser
{
    public Guid Id { get; set; }
    public string Email { get; set; } = "";
    public string DisplayName { get; set; } = "";
}

public class AccountMember
{
    public Guid Id { get; set; }
    public Guid AccountId { get; set; }
    public Account Account { get; set; } = null!;
    public Guid UserId { get; set; }
    public AppUser User { get; set; } = null!;
    public MemberRole Role { get; set; }
}

public enum MemberRole
{
    Viewer,
    Accountant,
    Owner,
}

public class Contact
{
    public Guid Id { get; set; }
    public Guid AccountId { get; set; }
    public Account Account { get; set; } = null!;
    public string Name { get; set; } = "";
    public string Email { get; set; } = "";
    public bool IsDeleted { get; set; }
}

public class Invoice
{
    public Guid Id { get; set; }
    public Guid AccountId { get; set; }
    public Account Account { get; set; } = null!;
    public Guid ContactId { get; set; }
    public Contact Contact { get; set; } = null!;
    public string Number { get; set; } = "";
    public InvoiceStatus Status { get; set; }
    public decimal Total { get; set; }
    public DateTimeOffset DueAt { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }
    public List<InvoiceLine> Lines { get; set; } = new();
}

public enum InvoiceStatus
{
    Draft,
    Sent,
    Approved,
    Overdue,
    Paid,
}

public class InvoiceLine
{
    public Guid Id { get; set; }
    public Guid InvoiceId { get; set; }
    public Invoice Invoice { get; set; } = null!;
    public string Description { get; set; } = "";
    public decimal Quantity { get; set; }
    public decimal UnitPrice { get; set; }
}

public class Attachment
{
    public Guid Id { get; set; }
    public Guid AccountId { get; set; }
    public Account Account { get; set; } = null!;
    public Guid InvoiceId { get; set; }
    public Invoice Invoice { get; set; } = null!;
    public string BlobName { get; set; } = "";
    public DateTimeOffset ExpiresAt { get; set; }
}
