using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Infrastructure.Plans;

internal sealed class PlanPriceConfiguration : IEntityTypeConfiguration<PlanPrice>
{
    public void Configure(EntityTypeBuilder<PlanPrice> builder)
    {
        builder.ToTable("plan_prices", t => t.HasCheckConstraint("ck_plan_prices_amount", "amount > 0"));
        builder.HasKey(p => new { p.PlanId, p.Period, p.Currency });
        builder.Property(p => p.Amount).HasPrecision(Money.Precision, Money.Scale);
        builder.Ignore(p => p.Price);
        builder.HasData(PlanCatalogue.Prices);
    }
}
