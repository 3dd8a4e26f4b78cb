using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Events;

internal sealed class EventDeliveryConfiguration : IEntityTypeConfiguration<EventDelivery>
{
    /// <summary>Deliveries of before they had ids get version-7 ones of when their events happened, and the tenants of these.</summary>
    public const string Backfill = """
        update event_deliveries d
        set id = (lpad(to_hex(floor(extract(epoch from e.at) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3)
            || '8' || substr(md5(random()::text), 1, 15))::uuid,
            tenant_id = e.tenant_id
        from events e where e.position = d.event_position;
        """;

    public void Configure(EntityTypeBuilder<EventDelivery> builder)
    {
        builder.ToTable("event_deliveries");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.HasIndex(d => new { d.EventPosition, d.Consumer }).IsUnique();
        builder.Property(d => d.Consumer).HasMaxLength(100);
        builder.Property(d => d.Status).HasMaxLength(20);
        builder.Property(d => d.LastError).HasMaxLength(EventDelivery.ErrorMaxLength);
        builder.HasOne(d => d.Event).WithMany().HasForeignKey(d => d.EventPosition).OnDelete(DeleteBehavior.Cascade);
        builder.IsLeased(EventQueue.Pending, nameof(EventDelivery.TenantId));
        builder.HasIndex(d => d.RunAfter, "Done").HasFilter("status = 'done'").HasDatabaseName("ix_event_deliveries_done");
        builder.HasIndex(d => d.Id, "Dead").HasFilter("status = 'dead'").HasDatabaseName("ix_event_deliveries_dead");
    }
}
