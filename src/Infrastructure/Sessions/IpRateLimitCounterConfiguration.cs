using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SaaSOdoo.Infrastructure.Sessions;

internal sealed class IpRateLimitCounterConfiguration : IEntityTypeConfiguration<IpRateLimitCounterRow>
{
    public void Configure(EntityTypeBuilder<IpRateLimitCounterRow> builder)
    {
        builder.ToTable("ip_rate_limit_counters").IsUnlogged();
        builder.HasKey(c => c.Source);
        builder.Property(c => c.Source).HasMaxLength(IpRateLimitCounterRow.SourceMaxLength);
        builder.HasIndex(c => c.EndsAt);
    }
}
