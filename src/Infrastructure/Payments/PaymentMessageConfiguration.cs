using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Infrastructure.Payments;

internal sealed class PaymentMessageConfiguration : IEntityTypeConfiguration<PaymentMessage>
{
    public void Configure(EntityTypeBuilder<PaymentMessage> builder)
    {
        builder.ToTable("payment_messages");
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Hash).HasMaxLength(PaymentMessage.HashLength);
        builder.Property(m => m.Body).HasMaxLength(PaymentMessage.BodyMaxBytes);
        builder.HasIndex(m => new { m.Currency, m.Hash }).IsUnique();
        builder.HasIndex(m => m.PaymentId);
        builder.HasIndex(m => m.LastReceivedAt);
        builder.HasIndex(m => m.Id, "Unknown").HasFilter("payment_id is null").HasDatabaseName("ix_payment_messages_unknown");
        builder.HasOne<Payment>().WithMany().HasForeignKey(m => m.PaymentId).OnDelete(DeleteBehavior.Restrict);
    }
}
