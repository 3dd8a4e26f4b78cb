using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.SecondFactor;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Secrets;

namespace SaaSOdoo.Infrastructure.SecondFactor;

internal sealed class AuthenticatorConfiguration : IEntityTypeConfiguration<Authenticator>
{
    public void Configure(EntityTypeBuilder<Authenticator> builder)
    {
        builder.ToTable("second_factors");
        builder.HasKey(f => f.CustomerId);
        builder.Property(f => f.CustomerId).ValueGeneratedNever();
        builder.Property(f => f.Secret).IsSecret();
        builder.Property(f => f.RecoveryCodes).IsJsonb();
        builder.HasOne<Customer>().WithOne().HasForeignKey<Authenticator>(f => f.CustomerId).OnDelete(DeleteBehavior.Cascade);
    }
}
