using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Infrastructure.Members;

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitations");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Email).HasConversion(e => e.Value, text => Email.Stored(text)).HasMaxLength(Email.MaxLength);
        builder.Property(i => i.TokenHash).HasMaxLength(Invitation.TokenHashLength);
        builder.HasIndex(i => i.TokenHash).IsUnique();
        builder.HasIndex(i => new { i.TenantId, i.Id });
        builder.HasIndex(i => new { i.InvitedBy, i.CreatedAt });
        builder.HasIndex(i => new { i.TenantId, i.Email }).IsUnique().HasFilter("closed_at is null");
        builder.HasIndex(i => i.Email);
        builder.HasIndex(i => i.ExpiresAt);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(i => i.TenantId).OnDelete(DeleteBehavior.Cascade);
    }
}
