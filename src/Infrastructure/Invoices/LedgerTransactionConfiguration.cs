using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Infrastructure.Invoices;

internal sealed class LedgerTransactionConfiguration : IEntityTypeConfiguration<LedgerTransaction>
{
    public void Configure(EntityTypeBuilder<LedgerTransaction> builder)
    {
        builder.ToTable("ledger_transactions");
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Key).HasMaxLength(LedgerTransaction.KeyMaxLength);
        builder.Property(t => t.Reason).HasMaxLength(Payment.TextMaxLength);
        builder.HasIndex(t => t.Key).IsUnique();
        builder.HasIndex(t => new { t.CustomerId, t.Currency, t.Id });
        builder.HasIndex(t => t.InvoiceId);
        builder.HasIndex(t => t.PaymentId);
        builder.HasMany(t => t.Entries).WithOne().HasForeignKey(e => e.TransactionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(t => t.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Invoice>().WithMany().HasForeignKey(t => t.InvoiceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Payment>().WithMany().HasForeignKey(t => t.PaymentId).OnDelete(DeleteBehavior.Restrict);
    }
}
