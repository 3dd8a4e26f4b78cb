using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Infrastructure.ApiKeys;

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys");
        builder.HasKey(k => k.Id);
        builder.Property(k => k.Id).ValueGeneratedNever();
        builder.Property(k => k.Name).HasMaxLength(ApiKey.NameMaxLength);
        builder.Property(k => k.Prefix).HasMaxLength(ApiKey.PrefixLength);
        builder.Property(k => k.TokenHash).HasMaxLength(ApiKey.TokenHashLength);
        builder.PrimitiveCollection(k => k.Scopes).HasColumnType("text[]");
        builder.HasIndex(k => k.TokenHash).IsUnique();
        builder.HasIndex(k => new { k.CustomerId, k.Id });
        builder.HasIndex(k => k.RevokedAt).HasFilter("revoked_at is not null");
        builder.HasIndex(k => k.ExpiresAt).HasFilter("expires_at is not null");
        builder.HasOne<Customer>().WithMany().HasForeignKey(k => k.CustomerId).OnDelete(DeleteBehavior.Cascade);
    }
}
