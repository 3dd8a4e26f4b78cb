using SaaSOdoo.Api.Customers;
using SaaSOdoo.Api.Tenants;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Api.Invoices;

/// <summary>Bodies for the document: a quarter of a plan.</summary>
internal static class InvoiceExamples
{
    private static readonly DateTimeOffset At = CustomerExamples.At;

    public static InvoiceEndpoints.ProfileBody ProfileChange { get; } =
        new("Moyo & Sons (Private) Limited", "14 Samora Machel Avenue\nHarare", "2000123456", "220123456");

    public static BillingProfileDto Profile { get; } =
        new("Moyo & Sons (Private) Limited", "14 Samora Machel Avenue\nHarare", "2000123456", "220123456", [new("USD", 2.20m)], Version: 1);

    public static InvoiceDto Invoice { get; } = new(
        new(Guid.Parse("0193b1a9-3f40-7152-8d6e-7f8091a2b3c4")), "INV-USD-2026-000123", InvoiceKind.Invoice, InvoicePurpose.Renewal, InvoiceStatus.Open,
        TenantExamples.Tenant.Id, new(Guid.Parse("0193b1a2-8e9f-7b21-a4c6-5d4e3c2b1a09")), OriginalId: null, "USD", At, At.AddDays(7), At.AddDays(7), At.AddDays(98),
        [new("Basic, quarterly", 22.80m, At.AddDays(7), At.AddDays(98), 15.5m)], Net: 19.74m, TaxRate: 15.5m, Tax: 3.06m, Total: 22.80m, AmountPaid: 2.20m,
        AmountCredited: 0m, AmountWrittenOff: 0m, AmountDue: 20.60m, AmountPayable: 20.60m, Rate: null,
        new("SaaSOdoo (Private) Limited", "1 Samora Machel Avenue\nHarare", "billing@example.com", "2000654321", "220654321"),
        new(Profile.Name, Profile.Address, "tendai@example.com", Profile.Tin, Profile.VatNumber), PaidAt: null, ClosedAt: null, Version: 1);

    public static InvoiceDto Voided { get; } = Invoice with
    {
        Status = InvoiceStatus.Void,
        AmountPaid = 0m,
        AmountCredited = 22.80m,
        AmountDue = 0m,
        AmountPayable = 0m,
        ClosedAt = At.AddDays(1),
    };

    public static LedgerEndpoints.ReasonBody Reason { get; } = new("Ordered by mistake.");

    public static LedgerEndpoints.CreditBody NewCredit { get; } = new(5.00m, "For the outage of 20 November.");

    public static CreditDto Credit { get; } = new("USD", 7.20m);

    public static LedgerReport Report { get; } = new(Balances: true, At, Accounts: 120, Invoices: 340, Transactions: 1020, []);
}
