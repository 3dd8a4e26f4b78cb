using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Invoices;

/// <summary>What is to be charged.</summary>
/// <param name="Subscription">Null when it is for none.</param>
/// <param name="Lines">Gross amounts in whole cents; those of what is given back are below 0. Their sum is not.</param>
/// <param name="PeriodStart">The period that it is for; null when it is for none. Likewise <paramref name="PeriodEnd"/>.</param>
/// <param name="Rate">Units per US dollar that the amounts were computed with; null when they are prices of their own.</param>
public sealed record NewInvoice(
    CustomerId Customer,
    TenantId Tenant,
    SubscriptionId? Subscription,
    Currency Currency,
    InvoicePurpose Purpose,
    IReadOnlyList<InvoiceLine> Lines,
    DateTimeOffset DueAt,
    DateTimeOffset? PeriodStart,
    DateTimeOffset? PeriodEnd,
    decimal? Rate)
{
    public decimal Total => Lines.Sum(l => l.Amount);
}
