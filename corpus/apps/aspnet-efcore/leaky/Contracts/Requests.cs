using System;
using System.ComponentModel.DataAnnotations;

namespace Ledgerly.Contracts;

public record ApproveInvoiceRequest
{
    public Guid AccountId { get; init; }
    public string? Comment { get; init; }
}

public record CreateInvoiceRequest
{
    [Required]
    public Guid ContactId { get; init; }

    [Required]
    [MaxLength(32)]
    public string Number { get; init; } = "";

    public int PaymentDays { get; init; } = 30;
}

public record UpdateLineRequest(string Description, decimal Quantity, decimal UnitPrice);

public record InvoiceSummary(Guid Id, string Number, decimal Total, string Status);

public record StatusTotal(string Status, decimal Total);
