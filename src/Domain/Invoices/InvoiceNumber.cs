using System.Globalization;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Invoices;

/// <summary>How invoices are numbered: <c>INV-USD-2026-000123</c>, <c>CN-USD-2026-000007</c>, <c>TEST-INV-USD-2026-000001</c>.</summary>
public static class InvoiceNumber
{
    /// <param name="year">Of the issue, in the zone of billing.</param>
    /// <param name="isTest">Of a customer with a test clock: counted by themselves.</param>
    /// <param name="number">From 1.</param>
    public static string Of(InvoiceKind kind, Currency currency, int year, bool isTest, int number) => string.Create(
        CultureInfo.InvariantCulture, $"{(isTest ? "TEST-" : "")}{(kind is InvoiceKind.CreditNote ? "CN" : "INV")}-{currency.Code}-{year:0000}-{number:000000}");
}
