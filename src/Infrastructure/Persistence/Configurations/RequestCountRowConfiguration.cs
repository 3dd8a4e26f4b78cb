using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Infrastructure.Accounts;

namespace SaaSOdoo.Infrastructure.Persistence.Configurations;

internal sealed class RequestCountRowConfiguration : IEntityTypeConfiguration<RequestCountRow>
{
    public void Configure(EntityTypeBuilder<RequestCountRow> builder)
    {
        builder.ToTable("request_counts").IsUnlogged();
        builder.HasKey(c => c.Source);
        builder.Property(c => c.Source).HasMaxLength(RequestCountRow.SourceMaxLength);
        builder.HasIndex(c => c.EndsAt);
    }
}
