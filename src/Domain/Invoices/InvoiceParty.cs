namespace SaaSOdoo.Domain.Invoices;

/// <summary>Seller or buyer as they stood when an invoice was issued; it stays when the account is deleted.</summary>
/// <param name="Address">Lines, parted by newlines.</param>
/// <param name="Tin">Taxpayer identification number.</param>
public sealed record InvoiceParty(string Name, string? Address, string? Email, string? Tin, string? VatNumber);
