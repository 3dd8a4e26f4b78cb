using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Invoices;

/// <summary>Why an operator moves a customer's money: it is never left out.</summary>
public static class OperatorReason
{
    public static Result<string> Check(string? reason) => Text.Create("reason", reason, 1, Payment.TextMaxLength);

    /// <summary>In the form that is kept.</summary>
    public static string Of(string reason) => Check(reason).Value;
}
