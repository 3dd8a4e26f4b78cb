using System.Reflection;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.TestKit.Builders;

/// <summary>An open invoice as it is loaded, without what leads to one.</summary>
public sealed record OpenInvoice(CustomerId Customer, TenantId Tenant)
{
    public decimal Total { get; init; } = 22.80m;

    public Currency Currency { get; init; } = Currency.Usd;

    public int Number { get; init; } = 123;

    public Invoice Build(DateTimeOffset now)
    {
        var invoice = (Invoice)Activator.CreateInstance(typeof(Invoice), nonPublic: true)!;
        Set(nameof(Invoice.Id), NewId.Of<InvoiceId>(now));
        Set(nameof(Invoice.Number), $"INV-{Currency.Code}-2026-{Number:D6}");
        Set(nameof(Invoice.CustomerId), Customer);
        Set(nameof(Invoice.TenantId), Tenant);
        Set(nameof(Invoice.Currency), Currency);
        Set(nameof(Invoice.IssuedAt), now);
        Set(nameof(Invoice.DueAt), now.AddDays(7));
        Set(nameof(Invoice.UpdatedAt), now);
        Set(nameof(Invoice.Lines), new List<InvoiceLine> { new("Basic, monthly", Total, null, null, null) });
        Set(nameof(Invoice.Total), Total);
        Set(nameof(Invoice.Net), Total);
        Set(nameof(Invoice.AmountDue), Total);
        return invoice;

        void Set(string name, object value) => typeof(Invoice).GetProperty(name, BindingFlags.Public | BindingFlags.Instance)!.SetValue(invoice, value);
    }
}
