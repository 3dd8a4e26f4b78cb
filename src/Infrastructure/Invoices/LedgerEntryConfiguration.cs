using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Infrastructure.Invoices;

internal sealed class LedgerEntryConfiguration : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> builder)
    {
        builder.ToTable("ledger_entries", table => table.HasCheckConstraint(
            "ck_ledger_entries_one_side", "debit >= 0 and credit >= 0 and (debit = 0) <> (credit = 0)"));
        builder.HasKey(e => new { e.TransactionId, e.Position });
        builder.Property(e => e.Debit).HasPrecision(Money.Precision, Money.Scale);
        builder.Property(e => e.Credit).HasPrecision(Money.Precision, Money.Scale);
    }
}
