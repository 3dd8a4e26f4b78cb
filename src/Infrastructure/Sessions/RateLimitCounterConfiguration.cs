using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SaaSOdoo.Infrastructure.Sessions;

internal sealed class RateLimitCounterConfiguration : IEntityTypeConfiguration<RateLimitCounterRow>
{
    public void Configure(EntityTypeBuilder<RateLimitCounterRow> builder)
    {
        builder.ToTable("rate_limit_counters").IsUnlogged();
        builder.HasKey(c => c.Source);
        builder.Property(c => c.Source).HasMaxLength(RateLimitCounterRow.SourceMaxLength);
        builder.HasIndex(c => c.EndsAt);
    }
}
