using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Domain.Invoices;

/// <summary>What a customer wants to read on invoices; without one they bear the account's name.</summary>
public sealed class BillingProfile : AggregateRoot
{
    /// <summary>As long as the account's name can be: it stands there while no other is given.</summary>
    public const int NameMaxLength = PersonName.FullMaxLength;
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

    public static BillingProfile Of(CustomerId customer) => new() { CustomerId = customer };

    /// <summary>For the invoices to come: those that were issued stay as they are.</summary>
    /// <param name="address">Lines, parted by newlines.</param>
    /// <param name="tin">Taxpayer identification number.</param>
    public Result Change(string? name, string? address, string? tin, string? vatNumber, DateTimeOffset now)
    {
        var errors = new Errors();
        var checkedName = errors.Take(CheckName(name));
        var checkedAddress = errors.Take(CheckAddress(address));
        var checkedTin = errors.Take(CheckRegistration("tin", tin));
        var checkedVatNumber = errors.Take(CheckRegistration("vat_number", vatNumber));
        if (errors.Any)
            return errors.ToError();

        (Name, Address, Tin, VatNumber, UpdatedAt) = (checkedName!, checkedAddress?.ReplaceLineEndings("\n"), checkedTin, checkedVatNumber, now);
        return Result.Success;
    }

    public static Result<string> CheckName(string? name) => PlainName.Create("name", name, NameMaxLength);

    public static Result<string?> CheckAddress(string? address) => Text.Optional("address", address, AddressMaxLength, multiline: true);

    /// <param name="field">Wire name.</param>
    public static Result<string?> CheckRegistration(string field, string? value) => PlainName.Optional(field, value, RegistrationMaxLength);
}
