using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Infrastructure.Plans;

internal sealed class PlanConfiguration : IEntityTypeConfiguration<Plan>
{
    public void Configure(EntityTypeBuilder<Plan> builder)
    {
        builder.ToTable("plans");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Code).HasMaxLength(Plan.CodeMaxLength);
        builder.Property(p => p.Name).HasMaxLength(Plan.NameMaxLength);
        builder.Property(p => p.MaxCpu).HasPrecision(4, 1);
        builder.HasIndex(p => new { p.Code, p.Revision }).IsUnique();
        // One version of a plan is on offer.
        builder.HasIndex(p => p.Code).IsUnique().HasFilter("withdrawn_at is null");
        builder.HasMany(p => p.Prices).WithOne().HasForeignKey(p => p.PlanId).OnDelete(DeleteBehavior.Cascade);
        builder.HasData(PlanCatalogue.Plans);
    }
}
