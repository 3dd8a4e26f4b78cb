using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Infrastructure.Subscriptions;

internal sealed class TestClockConfiguration : IEntityTypeConfiguration<TestClock>
{
    public void Configure(EntityTypeBuilder<TestClock> builder)
    {
        builder.ToTable("test_clocks");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Name).HasMaxLength(TestClock.NameMaxLength);
        builder.HasIndex(c => c.Id, "Advancing").HasFilter("status = 'advancing'").HasDatabaseName("ix_test_clocks_advancing");
    }
}
