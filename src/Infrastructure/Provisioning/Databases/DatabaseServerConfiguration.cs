using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Infrastructure.Secrets;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

internal sealed class DatabaseServerConfiguration : IEntityTypeConfiguration<DatabaseServer>
{
    public void Configure(EntityTypeBuilder<DatabaseServer> builder)
    {
        builder.ToTable("database_servers", table =>
        {
            table.HasCheckConstraint("ck_database_servers_instances", "instances >= 0");
            table.HasCheckConstraint("ck_database_servers_capacity", "capacity >= 0");
            table.HasCheckConstraint("ck_database_servers_owner", "(kind = 'dedicated') = (tenant_id is not null)");
        });
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Name).HasMaxLength(DatabaseServer.NameMaxLength);
        builder.Property(s => s.AdminPassword).IsSecret();
        builder.Property(s => s.Instances).HasDefaultValue(0).ValueGeneratedOnAddOrUpdate();
        builder.Property(s => s.Instances).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        builder.Property(s => s.Instances).Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        builder.Property(s => s.Kind).HasDefaultValue(DatabaseServerKind.Shared);
        builder.Property(s => s.Health).HasDefaultValue(DatabaseServerHealth.Unknown);
        builder.Property(s => s.HealthCode).HasMaxLength(100);
        builder.Property(s => s.HealthDetail).HasMaxLength(DatabaseServer.HealthDetailMaxLength);
        builder.Ignore(s => s.IsConfigured);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(s => s.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(s => s.Check).WithOne().HasForeignKey<DatabaseServerCheck>(c => c.DatabaseServerId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(s => s.Name).IsUnique();
        builder.HasIndex(s => s.TenantId).HasFilter("tenant_id is not null");
    }
}

internal sealed class DatabaseServerCheckConfiguration : IEntityTypeConfiguration<DatabaseServerCheck>
{
    /// <summary>Of the servers that were there before.</summary>
    public const string Backfill = "insert into database_server_checks (database_server_id, next_check_at, failures) select id, now(), 0 from database_servers;";

    public void Configure(EntityTypeBuilder<DatabaseServerCheck> builder)
    {
        builder.ToTable("database_server_checks");
        builder.HasKey(c => c.DatabaseServerId);
        builder.Property(c => c.DatabaseServerId).ValueGeneratedNever();
        builder.HasIndex(c => c.NextCheckAt);
    }
}
