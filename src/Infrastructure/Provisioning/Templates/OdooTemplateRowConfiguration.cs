using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

internal sealed class OdooTemplateRowConfiguration : IEntityTypeConfiguration<OdooTemplateRow>
{
    public void Configure(EntityTypeBuilder<OdooTemplateRow> builder)
    {
        builder.ToTable("odoo_templates");
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.HasOne<DatabaseServer>().WithMany().HasForeignKey(t => t.ServerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(t => new { t.ServerId, t.SpecHash }).IsUnique();
        builder.HasIndex(t => t.LastUsedAt);
        builder.Property(t => t.SpecHash).HasMaxLength(64);
        builder.Property(t => t.OdooVersion).HasMaxLength(10);
        builder.Property(t => t.Image).HasMaxLength(500);
        builder.Property(t => t.ImageId).HasMaxLength(100);
        builder.Property(t => t.Database).HasMaxLength(63);
        builder.Property(t => t.Owner).HasMaxLength(63);
        builder.Property(t => t.Volume).HasMaxLength(100);
        builder.Property(t => t.Modules).IsJsonb();
        builder.Ignore(t => t.Catalogue);
    }
}
