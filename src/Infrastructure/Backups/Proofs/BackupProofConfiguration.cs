using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Backups.Proofs;

internal sealed class BackupProofConfiguration : IEntityTypeConfiguration<BackupProof>
{
    /// <summary>Instances with backups that were there before proofs were: spread over a day, by the random end of their id.</summary>
    public const string Backfill = """
        insert into backup_proofs (id, instance_id, tenant_id, status, due_at, run_after, created_at, attempts, fence)
        select gen_random_uuid(), id, tenant_id, 'waiting', due, due, now(), 0, 0
        from (select *, now() + make_interval(mins => ('x' || right(id::text, 6))::bit(24)::int % 1440) as due from instances i
            where status not in ('terminating', 'terminated')
                and exists (select from backups b where b.instance_id = i.id and b.status = 'completed')) as instances;
        """;

    private const int CodeMaxLength = 100;

    public void Configure(EntityTypeBuilder<BackupProof> builder)
    {
        builder.ToTable("backup_proofs");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.FailureCode).HasMaxLength(CodeMaxLength);
        builder.IsLeased(ProofQueue.Pending, nameof(BackupProof.TenantId));
        builder.HasIndex(p => p.InstanceId).IsUnique();
        builder.HasOne<Instance>().WithOne().HasForeignKey<BackupProof>(p => p.InstanceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<DatabaseServer>().WithMany().HasForeignKey(p => p.DatabaseServerId).OnDelete(DeleteBehavior.Restrict);
    }
}
