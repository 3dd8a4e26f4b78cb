using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Infrastructure.Backups;

internal sealed class BackupScheduleConfiguration : IEntityTypeConfiguration<BackupSchedule>
{
    /// <summary>Instances of production that were there before schedules were: daily, each at a minute of its own, from the next night on.</summary>
    public const string Backfill = """
        insert into backup_schedules (instance_id, tenant_id, enabled, cron, keep_daily, keep_weekly, keep_monthly, next_run_at, updated_at)
        select id, tenant_id, true, (minute % 60) || ' ' || (1 + minute / 60) || ' * * *', 7, 4, 3,
            date_trunc('day', now(), 'UTC') + interval '25 hours' + make_interval(mins => minute), now()
        from (select *, (('x' || right(id::text, 6))::bit(24)::int % 240) as minute from instances
            where instance_type = 'production' and status not in ('terminating', 'terminated')) as instances;
        """;

    public void Configure(EntityTypeBuilder<BackupSchedule> builder)
    {
        builder.ToTable("backup_schedules");
        builder.HasKey(s => s.InstanceId);
        builder.Property(s => s.InstanceId).ValueGeneratedNever();
        builder.Property(s => s.Cron).HasMaxLength(BackupSchedule.CronMaxLength);
        builder.Ignore(s => s.Retention);
        builder.HasOne<Instance>().WithOne().HasForeignKey<BackupSchedule>(s => s.InstanceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(s => s.NextRunAt).HasFilter("next_run_at is not null");
    }
}
