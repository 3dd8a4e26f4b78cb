using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Secrets;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

internal sealed class DatabaseServerConfiguration : IEntityTypeConfiguration<DatabaseServer>
{
    public void Configure(EntityTypeBuilder<DatabaseServer> builder)
    {
        builder.ToTable("database_servers", table => table.HasCheckConstraint("ck_database_servers_instances", "instances >= 0"));
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Name).HasMaxLength(DatabaseServer.NameMaxLength);
        builder.Property(s => s.AdminPassword).IsSecret();
        builder.Property(s => s.Instances).HasDefaultValue(0).ValueGeneratedOnAddOrUpdate();
        builder.Property(s => s.Instances).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        builder.Property(s => s.Instances).Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        builder.HasIndex(s => s.Name).IsUnique();
    }
}
