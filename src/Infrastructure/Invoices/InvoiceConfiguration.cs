using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Invoices;

internal sealed class InvoiceConfiguration : IEntityTypeConfiguration<Invoice>
{
    public void Configure(EntityTypeBuilder<Invoice> builder)
    {
        builder.ToTable("invoices", table =>
        {
            table.HasCheckConstraint("ck_invoices_amount_due", "amount_due >= 0");
            // The tax may be below 0 where what is given back was taxed and what is charged is not.
            table.HasCheckConstraint("ck_invoices_total", "total > 0 and net + tax = total");
            table.HasCheckConstraint("ck_invoices_balances", "allocated >= 0 and credited >= 0 and written_off >= 0");
        });
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Number).HasMaxLength(Invoice.NumberMaxLength);
        builder.Property(i => i.Lines).IsJsonb();
        builder.Property(i => i.Seller).IsJsonb();
        builder.Property(i => i.Buyer).IsJsonb();
        builder.Property(i => i.Rate).HasPrecision(ExchangeRate.Precision, ExchangeRate.Scale);
        builder.Property(i => i.TaxRate).HasPrecision(5, 2);
        builder.Property(i => i.AmountDue)
            .HasComputedColumnSql("case when kind = 'credit_note' then 0 else total - allocated - credited - written_off end", stored: true);
        foreach (var amount in (string[])[nameof(Invoice.Total), nameof(Invoice.Tax), nameof(Invoice.Net), nameof(Invoice.Allocated),
            nameof(Invoice.Credited), nameof(Invoice.WrittenOff), nameof(Invoice.AmountDue)])
        {
            builder.Property<decimal>(amount).HasPrecision(Money.Precision, Money.Scale);
        }

        builder.HasIndex(i => i.Number).IsUnique();
        builder.HasIndex(i => new { i.CustomerId, i.Id });
        builder.HasIndex(i => new { i.TenantId, i.Id });
        builder.HasIndex(i => new { i.SubscriptionId, i.Id });
        builder.HasIndex(i => i.OriginalId);
        // What credit is used for, oldest due first: what was given up, too.
        builder.HasIndex(i => new { i.CustomerId, i.Currency, i.DueAt }).HasFilter("status in ('open', 'uncollectible')");
        builder.HasOne<Customer>().WithMany().HasForeignKey(i => i.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(i => i.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Subscription>().WithMany().HasForeignKey(i => i.SubscriptionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Invoice>().WithMany().HasForeignKey(i => i.OriginalId).OnDelete(DeleteBehavior.Restrict);
    }
}
