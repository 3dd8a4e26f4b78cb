using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Customers;

internal sealed class CustomerConfiguration : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder)
    {
        builder.ToTable("customers");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Email).HasConversion(e => e.Value, text => Email.Stored(text)).HasMaxLength(Email.MaxLength);
        builder.HasIndex(c => c.ClockId).HasFilter("clock_id is not null");
        builder.HasOne<TestClock>().WithMany().HasForeignKey(c => c.ClockId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(c => c.Email).IsUnique();
        builder.HasIndex(c => new { c.Status, c.Id });
        builder.Property(c => c.PasswordHash).HasMaxLength(300);
        builder.ComplexProperty(c => c.Name, name =>
        {
            name.Property(n => n.First).HasColumnName("first_name").HasMaxLength(PersonName.MaxLength);
            name.Property(n => n.Last).HasColumnName("last_name").HasMaxLength(PersonName.MaxLength);
        });
        builder.Property(c => c.Phone).HasMaxLength(PhoneNumber.MaxLength);
        builder.Property(c => c.Company).HasMaxLength(Customer.CompanyMaxLength);
        builder.Property(c => c.Country).HasMaxLength(Locale.CountryLength);
        builder.Property(c => c.Timezone).HasMaxLength(Locale.TimeZoneMaxLength);
        builder.Property(c => c.Language).HasMaxLength(Locale.LanguageMaxLength);
        builder.Property(c => c.AvatarUrl).HasMaxLength(Customer.AvatarUrlMaxLength);
        builder.Property(c => c.Preferences).IsJsonb().HasDefaultValueSql("'{}'");
        builder.Property(c => c.ProfileVersion).HasDefaultValue(1);
        builder.Property(c => c.PreferencesVersion).HasDefaultValue(1);
        builder.PrimitiveCollection(c => c.Roles).HasColumnType("text[]");
    }
}
