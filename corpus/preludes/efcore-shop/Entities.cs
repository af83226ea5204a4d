using System;
using System.Collections.Generic;

namespace Shop;

public class Organization
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
}

public class AppUser
{
    public Guid Id { get; set; }
    public string Email { get; set; } = "";
}

public class OrganizationMember
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
    public Guid UserId { get; set; }
    public AppUser User { get; set; } = null!;
}

public class Invoice
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public Organization Organization { get; set; } = null!;
    public string Number { get; set; } = "";
    public decimal Total { get; set; }
    public bool Paid { get; set; }
    public List<InvoiceLine> Lines { get; set; } = new();
}

public class InvoiceLine
{
    public Guid Id { get; set; }
    public Guid InvoiceId { get; set; }
    public Invoice Invoice { get; set; } = null!;
    public string Description { get; set; } = "";
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

public class Country
{
    public int Id { get; set; }
    public string Code { get; set; } = "";
}
