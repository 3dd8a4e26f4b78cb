using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Secrets;

namespace SaaSOdoo.Infrastructure.Instances;

internal sealed class InstanceConfiguration : IEntityTypeConfiguration<Instance>
{
    private const string Live = "status <> 'terminated'";

    public void Configure(EntityTypeBuilder<Instance> builder)
    {
        builder.ToTable("instances");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Name).HasMaxLength(Instance.NameMaxLength);
        builder.Property(i => i.Description).HasMaxLength(Instance.DescriptionMaxLength);
        builder.Property(i => i.OdooVersion).HasMaxLength(10);
        builder.Property(i => i.CpuLimit).HasPrecision(4, 2);
        builder.ComplexProperty(i => i.MemoryLimit, Size);
        builder.ComplexProperty(i => i.StorageLimit, Size);
        builder.Property(i => i.AdminEmail).HasMaxLength(Email.MaxLength);
        builder.Property(i => i.DatabaseName).HasMaxLength(DatabaseName.MaxLength);
        builder.Property(i => i.Subdomain).HasMaxLength(Subdomain.MaxLength);
        builder.Property(i => i.CustomAddons).IsJsonb();
        builder.Property(i => i.DisabledModules).IsJsonb();
        builder.Property(i => i.EnvironmentNames).IsJsonb();
        builder.Property(i => i.EnvironmentVars).IsSecret();
        builder.Property(i => i.Metadata).IsJsonb();
        builder.Property(i => i.ErrorCode).HasMaxLength(100);
        builder.Property(i => i.ErrorMessage).HasMaxLength(Instance.ErrorMaxLength);
        builder.Property(i => i.Source).HasDefaultValue(DataSource.Template);
        builder.Ignore(i => i.Limits);

        builder.HasOne<Tenant>().WithMany().HasForeignKey(i => i.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(i => i.Allocation).WithOne().HasForeignKey<InstanceAllocation>(p => p.InstanceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(i => i.Observation).WithOne().HasForeignKey<InstanceObservation>(o => o.InstanceId).OnDelete(DeleteBehavior.Cascade);

        builder.HasIndex(i => new { i.TenantId, i.Id });
        builder.HasIndex(i => new { i.TenantId, i.Name }).IsUnique().HasFilter(Live);
        builder.HasIndex(i => new { i.TenantId, i.DatabaseName }).IsUnique().HasFilter(Live);
        builder.HasIndex(i => i.Subdomain).IsUnique().HasFilter(Live);

        // What the monitor looks at, and what it tries again.
        builder.HasIndex(i => i.Id, "Watched").HasFilter("status in ('running', 'error')").HasDatabaseName("ix_instances_watched");
        builder.HasIndex(i => i.SourceBackupId).HasFilter("source_backup_id is not null");
        builder.HasIndex(i => i.RetryAt).HasFilter("retry_at is not null");
    }

    private static void Size(ComplexPropertyBuilder<ByteSize> size)
    {
        size.Property(b => b.Text).HasMaxLength(ByteSize.MaxLength);
        size.Property(b => b.Bytes);
    }
}

internal sealed class InstanceObservationConfiguration : IEntityTypeConfiguration<InstanceObservation>
{
    public void Configure(EntityTypeBuilder<InstanceObservation> builder)
    {
        builder.ToTable("instance_observations");
        builder.HasKey(o => o.InstanceId);
        builder.Property(o => o.InstanceId).ValueGeneratedNever();
    }
}

internal sealed class InstanceSecretsConfiguration : IEntityTypeConfiguration<InstanceSecrets>
{
    public void Configure(EntityTypeBuilder<InstanceSecrets> builder)
    {
        builder.ToTable("instance_secrets");
        builder.HasKey(s => s.InstanceId);
        builder.Property(s => s.InstanceId).ValueGeneratedNever();
        builder.Property(s => s.DatabasePassword).IsSecret();
        builder.Property(s => s.MasterPassword).IsSecret();
        builder.Property(s => s.AdminPassword).IsSecret();
        builder.HasOne<Instance>().WithOne().HasForeignKey<InstanceSecrets>(s => s.InstanceId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class InstanceAllocationConfiguration : IEntityTypeConfiguration<InstanceAllocation>
{
    public void Configure(EntityTypeBuilder<InstanceAllocation> builder)
    {
        builder.ToTable("instance_allocations");
        builder.HasKey(p => p.InstanceId);
        builder.Property(p => p.InstanceId).ValueGeneratedNever();
        builder.Property(p => p.Fence).IsConcurrencyToken();
        builder.Property(p => p.ImageId).HasMaxLength(200);
        builder.Property(p => p.Url).HasMaxLength(500);
        builder.Property(p => p.ToldUrl).HasMaxLength(500);
        builder.Ignore(p => p.Workload).Ignore(p => p.Volume).Ignore(p => p.Database).Ignore(p => p.Role).Ignore(p => p.IsSwitched);
        builder.HasOne(p => p.DatabaseServer).WithMany().HasForeignKey(p => p.DatabaseServerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(p => p.DatabaseServerId);
        builder.HasIndex(p => p.Port).IsUnique();
    }
}
