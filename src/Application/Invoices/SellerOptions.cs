using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Invoices;

/// <summary>Section <c>Billing:Seller</c>: who sells. Every invoice keeps it as it stood when it was issued.</summary>
public sealed class SellerOptions
{
    public const string Section = "Billing:Seller";

    public string Name { get; set; } = "SaaSOdoo";

    /// <summary>Lines, parted by newlines.</summary>
    public string? Address { get; set; }
    public string? Email { get; set; }

    /// <summary>Taxpayer identification number.</summary>
    public string? Tin { get; set; }

    /// <summary>Without one nothing is taxed.</summary>
    public string? VatNumber { get; set; }

    public bool IsValid() => !string.IsNullOrWhiteSpace(Name);

    internal InvoiceParty ToParty() => new(Name.Trim(), Given(Address), Given(Email), Given(Tin), Given(VatNumber));

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
