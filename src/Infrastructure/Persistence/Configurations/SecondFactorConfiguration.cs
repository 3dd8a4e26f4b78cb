using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Infrastructure.Persistence.Configurations;

internal sealed class SecondFactorConfiguration : IEntityTypeConfiguration<SecondFactor>
{
    public void Configure(EntityTypeBuilder<SecondFactor> builder)
    {
        builder.ToTable("second_factors");
        builder.HasKey(f => f.CustomerId);
        builder.Property(f => f.CustomerId).ValueGeneratedNever();
        builder.Property(f => f.Secret).IsSecret();
        builder.Property(f => f.RecoveryCodes).IsJsonb();
        builder.HasOne<Customer>().WithOne().HasForeignKey<SecondFactor>(f => f.CustomerId).OnDelete(DeleteBehavior.Cascade);
    }
}
