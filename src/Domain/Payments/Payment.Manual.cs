using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Domain.Payments;

// What operators received by hand.
public sealed partial class Payment
{
    /// <summary>Money that an operator has received: it is paid from the beginning, whatever is due on the invoice.</summary>
    /// <param name="number">Of the attempt, from 1.</param>
    /// <param name="amount">Above 0, in whole cents.</param>
    public static Payment Manual(Invoice invoice, int number, decimal amount, DateTimeOffset now)
    {
        var id = NewId.Of<PaymentId>(now);
        var payment = new Payment
        {
            Id = id,
            InvoiceId = invoice.Id,
            CustomerId = invoice.CustomerId,
            TenantId = invoice.TenantId,
            Currency = invoice.Currency,
            Amount = amount,
            ReceivedAmount = amount,
            Method = PaymentMethod.Manual,
            Status = PaymentStatus.Paid,
            Reference = $"{invoice.Number}-{number}",
            MerchantTrace = id.Value.ToString("N"),
            PaidAt = now,
            RunAfter = now,
            CreatedAt = now,
            UpdatedAt = now,
        };
        payment.Raise(new PaymentPaid(id, payment.InvoiceId, payment.TenantId, now));
        return payment;
    }
}
