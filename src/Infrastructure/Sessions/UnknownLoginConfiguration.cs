using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Sessions;

namespace SaaSOdoo.Infrastructure.Sessions;

internal sealed class UnknownLoginConfiguration : IEntityTypeConfiguration<UnknownLogin>
{
    public void Configure(EntityTypeBuilder<UnknownLogin> builder)
    {
        builder.ToTable("unknown_logins");
        builder.HasKey(u => u.EmailHash);
        builder.Property(u => u.EmailHash).HasMaxLength(UnknownLogin.EmailHashLength);
        builder.HasIndex(u => u.LastAt);
    }
}
