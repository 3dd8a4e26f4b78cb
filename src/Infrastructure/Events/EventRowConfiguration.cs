using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SaaSOdoo.Infrastructure.Events;

internal sealed class EventRowConfiguration : IEntityTypeConfiguration<EventRow>
{
    public const string Sequence = "event_sequence";

    /// <summary>Of interest while the operation is under way: most of all events, and kept for as long as a reader may come back.</summary>
    public const string Progress = "name = 'operation.progressed'";

    /// <summary>The others.</summary>
    public const string Lasting = "name <> 'operation.progressed'";

    /// <summary>Events of before there was a sequence keep their order; what was handed out is not handed out again.</summary>
    public const string Backfill = """
        update events set sequence = position where dispatched_at is not null and sequence is null;
        select setval('event_sequence', greatest((select coalesce(max(position), 0) from events), 1));
        """;

    public void Configure(EntityTypeBuilder<EventRow> builder)
    {
        builder.ToTable("events");
        builder.HasKey(e => e.Position);
        builder.Property(e => e.Position).UseIdentityAlwaysColumn();
        builder.Property(e => e.Name).HasMaxLength(100);
        builder.Property(e => e.Payload).HasColumnType("jsonb");
        builder.Ignore(e => e.Concerned);
        builder.HasIndex(e => e.Id).IsUnique();
        builder.HasIndex(e => e.Sequence).IsUnique();
        builder.HasIndex(e => new { e.Subject, e.Sequence });
        builder.HasIndex(e => new { e.TenantId, e.Sequence });
        builder.HasIndex(e => new { e.TenantId, e.Name, e.Sequence });
        builder.HasIndex(e => e.DispatchedAt).HasFilter("dispatched_at is null");
        builder.HasIndex(e => e.At, "Lasting").HasFilter(Lasting).HasDatabaseName("ix_events_lasting");
        builder.HasIndex(e => e.At, "Progress").HasFilter(Progress).HasDatabaseName("ix_events_progress");
    }
}
