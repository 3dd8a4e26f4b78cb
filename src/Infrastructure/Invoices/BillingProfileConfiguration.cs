using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Infrastructure.Invoices;

internal sealed class BillingProfileConfiguration : IEntityTypeConfiguration<BillingProfile>
{
    public void Configure(EntityTypeBuilder<BillingProfile> builder)
    {
        builder.ToTable("billing_profiles");
        builder.HasKey(p => p.CustomerId);
        builder.Property(p => p.CustomerId).ValueGeneratedNever();
        builder.Property(p => p.Name).HasMaxLength(BillingProfile.NameMaxLength);
        builder.Property(p => p.Address).HasMaxLength(BillingProfile.AddressMaxLength);
        builder.Property(p => p.Tin).HasMaxLength(BillingProfile.RegistrationMaxLength);
        builder.Property(p => p.VatNumber).HasMaxLength(BillingProfile.RegistrationMaxLength);
        builder.HasOne<Customer>().WithOne().HasForeignKey<BillingProfile>(p => p.CustomerId).OnDelete(DeleteBehavior.Cascade);
    }
}
