using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Provisioning;

internal sealed class ReconcileFindingConfiguration : IEntityTypeConfiguration<ReconcileFinding>
{
    public void Configure(EntityTypeBuilder<ReconcileFinding> builder)
    {
        builder.ToTable("reconcile_findings");
        builder.HasKey(f => f.Id);
        builder.Property(f => f.Id).ValueGeneratedNever();
        builder.Property(f => f.Name).HasMaxLength(ReconcileFinding.NameMaxLength);
        builder.Property(f => f.Reason).HasMaxLength(ReconcileFinding.ReasonMaxLength);
        builder.Property(f => f.Lines).IsJsonb();
        builder.Property(f => f.Steps).IsJsonb();
        builder.HasOne<ReconcileRun>().WithMany().HasForeignKey(f => f.RunId).OnDelete(DeleteBehavior.Cascade);

        // A run's list, and what of it is still to be put right. Instances, operations and servers may be gone before it is.
        builder.HasIndex(f => new { f.RunId, f.Id });
        builder.HasIndex(f => new { f.RunId, f.Kind, f.Id }).HasFilter("outcome = 'pending'");
    }
}
