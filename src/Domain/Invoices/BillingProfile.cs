using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Invoices;

/// <summary>What a customer wants to read on invoices; without one they bear the account's name.</summary>
public sealed partial class BillingProfile : AggregateRoot
{
    public const int NameMaxLength = 100;
    public const int AddressMaxLength = 500;
    public const int RegistrationMaxLength = 30;

    private BillingProfile()
    {
    }

    public CustomerId CustomerId { get; private set; }
    public string Name { get; private set; } = "";
    public string? Address { get; private set; }
    public string? Tin { get; private set; }
    public string? VatNumber { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }
}
