using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Infrastructure.Events;

namespace SaaSOdoo.Infrastructure.Persistence.Configurations;

internal sealed class EventRowConfiguration : IEntityTypeConfiguration<EventRow>
{
    public void Configure(EntityTypeBuilder<EventRow> builder)
    {
        builder.ToTable("events");
        builder.HasKey(e => e.Position);
        builder.Property(e => e.Position).UseIdentityAlwaysColumn();
        builder.Property(e => e.Name).HasMaxLength(100);
        builder.Property(e => e.Payload).HasColumnType("jsonb");
        builder.HasIndex(e => e.Id).IsUnique();
        builder.HasIndex(e => new { e.Subject, e.Position });
        builder.HasIndex(e => new { e.TenantId, e.Position });
        builder.HasIndex(e => e.DispatchedAt).HasFilter("dispatched_at is null");
    }
}
