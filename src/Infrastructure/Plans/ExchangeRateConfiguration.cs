using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Infrastructure.Plans;

internal sealed class ExchangeRateConfiguration : IEntityTypeConfiguration<ExchangeRate>
{
    public void Configure(EntityTypeBuilder<ExchangeRate> builder)
    {
        builder.ToTable("exchange_rates", t => t.HasCheckConstraint("ck_exchange_rates_rate", "rate > 0"));
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Rate).HasPrecision(ExchangeRate.Precision, ExchangeRate.Scale);
        // Also how the valid one is found.
        builder.HasIndex(r => new { r.Currency, r.ValidFrom }).IsUnique();
    }
}
