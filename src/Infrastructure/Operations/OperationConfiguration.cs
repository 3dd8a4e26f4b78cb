using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Operations;

internal sealed class OperationConfiguration : IEntityTypeConfiguration<Operation>
{
    /// <summary>At most one operation of an instance is queued or running.</summary>
    public const string OneActive = "ux_operations_active";

    public void Configure(EntityTypeBuilder<Operation> builder)
    {
        const string active = "status in ('queued', 'running')";

        builder.ToTable("operations");
        builder.HasKey(o => o.Id);
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.Property(o => o.Fence).IsConcurrencyToken();
        builder.Property(o => o.Steps).IsJsonb();
        builder.Property(o => o.LeaseOwner).HasMaxLength(200);
        builder.Property(o => o.ErrorCode).HasMaxLength(100);
        builder.Property(o => o.ErrorDetail).HasMaxLength(Operation.DetailMaxLength);
        builder.Property(o => o.TraceParent).HasMaxLength(55);
        builder.Ignore(o => o.IsActive);
        builder.HasOne<Instance>().WithMany().HasForeignKey(o => o.InstanceId).OnDelete(DeleteBehavior.Cascade);

        builder.HasIndex(o => new { o.InstanceId, o.Id });
        builder.HasIndex(o => o.InstanceId, OneActive).IsUnique().HasFilter(active).HasDatabaseName(OneActive);
        builder.HasIndex(o => o.RunAfter).HasFilter(active);
        builder.HasIndex(o => o.TenantId).HasFilter(active);
    }
}
