using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Infrastructure.Invoices;

internal sealed class BillingAccountConfiguration : IEntityTypeConfiguration<BillingAccount>
{
    public void Configure(EntityTypeBuilder<BillingAccount> builder)
    {
        builder.ToTable("billing_accounts", table => table.HasCheckConstraint("ck_billing_accounts_credit", "credit >= 0"));
        builder.HasKey(a => new { a.CustomerId, a.Currency });
        builder.Property(a => a.Credit).HasPrecision(Money.Precision, Money.Scale);
        builder.HasOne<Customer>().WithMany().HasForeignKey(a => a.CustomerId).OnDelete(DeleteBehavior.Restrict);
    }
}
