using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning;

internal sealed class ReconcileRunConfiguration : IEntityTypeConfiguration<ReconcileRun>
{
    /// <summary>Names of databases and roles end as the id of their instance does; a foreign one is looked up by that.</summary>
    public const string ShortIdIndex = "create index ix_instances_short_id on instances (right(id::text, 12));";

    public void Configure(EntityTypeBuilder<ReconcileRun> builder)
    {
        builder.ToTable("reconcile_runs");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.ErrorMessage).HasMaxLength(ReconcileRun.ErrorMaxLength);

        // One at a time: they would find each other's work.
        builder.HasIndex(r => r.Status).IsUnique().HasFilter("status = 'running'");
        builder.HasIndex(r => r.FinishedAt).HasFilter("finished_at is not null");
    }
}
