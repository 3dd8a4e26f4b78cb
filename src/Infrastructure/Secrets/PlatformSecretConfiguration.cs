using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SaaSOdoo.Infrastructure.Secrets;

internal sealed class PlatformSecretConfiguration : IEntityTypeConfiguration<PlatformSecretRow>
{
    public void Configure(EntityTypeBuilder<PlatformSecretRow> builder)
    {
        builder.ToTable("platform_secrets");
        builder.HasKey(s => s.Name);
        builder.Property(s => s.Name).HasMaxLength(PlatformSecretRow.NameMaxLength);
        builder.Property(s => s.Value).IsSecret();
    }
}
