using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Backups;

internal sealed class BackupConfiguration : IEntityTypeConfiguration<Backup>
{
    public void Configure(EntityTypeBuilder<Backup> builder)
    {
        builder.ToTable("backups", table => table.HasCheckConstraint(
            "ck_backups_archive", "status <> 'completed' or (location is not null and sha256 is not null and manifest is not null and size > 0)"));
        builder.HasKey(b => b.Id);
        builder.Property(b => b.Id).ValueGeneratedNever();
        builder.Property(b => b.Note).HasMaxLength(Backup.NoteMaxLength);
        builder.Property(b => b.OdooVersion).HasMaxLength(10);
        builder.Property(b => b.Location).HasMaxLength(Backup.LocationMaxLength);
        builder.Property(b => b.Sha256).HasMaxLength(64);
        builder.Property(b => b.Manifest!).IsJsonb().IsRequired(false);
        builder.Property(b => b.ErrorCode).HasMaxLength(100);
        builder.Property(b => b.ErrorMessage).HasMaxLength(Backup.ErrorMaxLength);
        builder.Property(b => b.ProofErrorCode).HasMaxLength(100);
        builder.Property(b => b.ProofErrorMessage).HasMaxLength(Backup.ErrorMaxLength);
        builder.Ignore(b => b.IsUnderWay).Ignore(b => b.Places);
        builder.HasOne<Instance>().WithMany().HasForeignKey(b => b.InstanceId).OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(b => new { b.InstanceId, b.Id });
        builder.HasIndex(b => new { b.TenantId, b.Id });
        builder.HasIndex(b => b.OperationId).IsUnique();
        builder.HasIndex(b => b.ExpiresAt).HasFilter("status in ('completed', 'failed') and expires_at is not null");
        builder.HasIndex(b => b.Id, "UnderWay").HasFilter("status in ('queued', 'running')").HasDatabaseName("ix_backups_under_way");
        builder.HasIndex(b => b.DeletedAt).HasFilter("status = 'deleted' and not is_erased");
    }
}
