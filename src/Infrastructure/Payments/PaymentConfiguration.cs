using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Payments;

internal sealed class PaymentConfiguration : IEntityTypeConfiguration<Payment>
{
    /// <summary>An invoice has one attempt at a time: two prompts could both be confirmed.</summary>
    public const string OneOpen = "ux_payments_open";

    /// <summary>Which are attempts still, in SQL.</summary>
    public const string Open = "status in ('created', 'pending', 'unknown', 'held')";

    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.ToTable("payments", table => table.HasCheckConstraint(
            "ck_payments_amounts", "amount > 0 and refunded_amount >= 0 and received_amount >= 0"));
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Amount).HasPrecision(Money.Precision, Money.Scale);
        builder.Property(p => p.ReceivedAmount).HasPrecision(Money.Precision, Money.Scale);
        builder.Property(p => p.RefundedAmount).HasPrecision(Money.Precision, Money.Scale);
        builder.Property(p => p.Phone).HasMaxLength(PhoneNumber.MaxLength);
        builder.Property(p => p.Reference).HasMaxLength(Payment.ReferenceMaxLength);
        builder.Property(p => p.MerchantTrace).HasMaxLength(32);
        builder.Property(p => p.GatewayReference).HasMaxLength(Payment.ReferenceMaxLength);
        builder.Property(p => p.PollUrl).HasMaxLength(Payment.UrlMaxLength);
        builder.Property(p => p.BrowserUrl).HasMaxLength(Payment.UrlMaxLength);
        builder.Property(p => p.ReturnUrl).HasMaxLength(Payment.UrlMaxLength);
        builder.Property(p => p.Instructions).HasMaxLength(Payment.TextMaxLength);
        builder.Property(p => p.Reason).HasMaxLength(Payment.TextMaxLength);
        builder.IsLeased(PaymentQueue.Pending, nameof(Payment.TenantId));
        builder.HasIndex(p => p.InvoiceId, OneOpen).IsUnique().HasFilter(Open).HasDatabaseName(OneOpen);
        builder.HasIndex(p => new { p.InvoiceId, p.Id });
        builder.HasIndex(p => new { p.CustomerId, p.Id });
        builder.HasIndex(p => new { p.TenantId, p.Id });
        builder.HasIndex(p => p.Id, "Held").HasFilter("status = 'held'").HasDatabaseName("ix_payments_held");
        builder.HasIndex(p => p.Reference).IsUnique();
        builder.HasIndex(p => p.MerchantTrace).IsUnique();
        builder.HasIndex(p => new { p.Currency, p.GatewayReference }).IsUnique().HasFilter("gateway_reference is not null");
        builder.HasOne<Invoice>().WithMany().HasForeignKey(p => p.InvoiceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(p => p.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(p => p.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
