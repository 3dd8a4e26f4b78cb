using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Sessions;

namespace SaaSOdoo.Infrastructure.Sessions;

internal sealed class KnownDeviceConfiguration : IEntityTypeConfiguration<KnownDevice>
{
    public void Configure(EntityTypeBuilder<KnownDevice> builder)
    {
        builder.ToTable("known_devices");
        builder.HasKey(d => new { d.CustomerId, d.Fingerprint });
        builder.Property(d => d.Fingerprint).HasMaxLength(KnownDevice.FingerprintLength);
        builder.HasIndex(d => d.LastSeenAt);
        builder.HasOne<Customer>().WithMany().HasForeignKey(d => d.CustomerId).OnDelete(DeleteBehavior.Cascade);
    }
}
