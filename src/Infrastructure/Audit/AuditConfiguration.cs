using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Audit;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Audit;

/// <summary>No foreign keys to what the entries speak of: they outlive it. What refuses changes stands in <see cref="AuditTriggers"/>.</summary>
internal sealed class AuditConfiguration : IEntityTypeConfiguration<AuditEntry>, IEntityTypeConfiguration<AuditChain>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Action).HasMaxLength(AuditEntry.ActionMaxLength);
        builder.Property(e => e.Code).HasMaxLength(AuditEntry.CodeMaxLength);
        builder.Property(e => e.Targets).IsJsonb();
        builder.Property(e => e.IpAddress).HasMaxLength(AuditEntry.IpAddressMaxLength);
        builder.Property(e => e.UserAgent).HasMaxLength(AuditEntry.UserAgentMaxLength);
        builder.Property(e => e.TraceId).HasMaxLength(AuditEntry.TraceIdMaxLength);
        builder.HasIndex(e => new { e.Chain, e.Position }).IsUnique();
        builder.HasIndex(e => new { e.CustomerId, e.Id });
        builder.HasIndex(e => new { e.TenantId, e.Id });
        builder.HasIndex(e => new { e.Action, e.Id });
        builder.HasOne<AuditChain>().WithMany().HasForeignKey(e => e.Chain).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<AuditChain> builder)
    {
        builder.ToTable("audit_chains");
        builder.HasKey(c => c.Chain);
        builder.Property(c => c.Chain).ValueGeneratedNever();
        builder.HasData(Enumerable.Range(0, AuditEntry.Chains).Select(c => new AuditChain { Chain = (short)c }));
    }
}
