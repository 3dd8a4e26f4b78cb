using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Operations;

internal sealed class OperationConfiguration : IEntityTypeConfiguration<Operation>
{
    /// <summary>At most one operation of an instance is queued or running.</summary>
    public const string OneActive = "ux_operations_active";

    /// <summary>The attempt that is under way was counted when it began; now it is when it ends.</summary>
    public const string Backfill = "update operations set attempts = greatest(attempts - 1, 0) where status = 'running';";

    private const string WaitingForServer = $"status = 'queued' and error_code in ('{AllocationRefusals.NoServer}', '{AllocationRefusals.NoDedicatedServer}')";

    public void Configure(EntityTypeBuilder<Operation> builder)
    {
        const string active = OperationQueue.Pending;

        builder.ToTable("operations");
        builder.HasKey(o => o.Id);
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.IsLeased(active, nameof(Operation.TenantId), nameof(Operation.IsBackground));
        builder.Property(o => o.Steps).IsJsonb();
        builder.Property(o => o.ErrorCode).HasMaxLength(100);
        builder.Property(o => o.ErrorDetail).HasMaxLength(Operation.DetailMaxLength);
        builder.Property(o => o.UndoCode).HasMaxLength(100);
        builder.Property(o => o.UndoDetail).HasMaxLength(Operation.DetailMaxLength);
        builder.Property(o => o.TraceParent).HasMaxLength(55);
        builder.Ignore(o => o.IsActive).Ignore(o => o.CanUndo).Ignore(o => o.ChangesInstance);
        builder.Ignore(o => o.Attempt);
        builder.HasOne<Instance>().WithMany().HasForeignKey(o => o.InstanceId).OnDelete(DeleteBehavior.Cascade);

        builder.HasIndex(o => new { o.InstanceId, o.Id });
        builder.HasIndex(o => o.InstanceId, OneActive).IsUnique().HasFilter(active).HasDatabaseName(OneActive);
        builder.HasIndex(o => o.Id, "Failed").HasFilter("status = 'failed'").HasDatabaseName("ix_operations_failed");
        builder.HasIndex(o => o.TenantId).HasFilter(active);
        builder.HasIndex(o => o.BackupId).HasFilter($"{active} and backup_id is not null");
        builder.HasIndex(o => o.Id, "WaitingForServer").HasFilter(WaitingForServer).HasDatabaseName("ix_operations_waiting_for_server");
        builder.HasIndex(o => o.FinishedAt).HasFilter("finished_at is not null");
    }
}
