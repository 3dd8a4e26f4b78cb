using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Infrastructure.Members;

internal sealed class TenantMemberConfiguration : IEntityTypeConfiguration<TenantMember>
{
    /// <summary>Tenants opened before there were teams have one member: the customer who opened them.</summary>
    public const string Backfill = """
        insert into tenant_members (tenant_id, customer_id, role, joined_at)
        select id, customer_id, 'owner', created_at from tenants
        on conflict do nothing
        """;

    public void Configure(EntityTypeBuilder<TenantMember> builder)
    {
        builder.ToTable("tenant_members");
        builder.HasKey(m => new { m.TenantId, m.CustomerId });
        builder.Property(m => m.Version).IsRowVersion();
        builder.HasIndex(m => new { m.CustomerId, m.TenantId });
        builder.HasOne<Tenant>().WithMany(t => t.Members).HasForeignKey(m => m.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Customer>().WithMany().HasForeignKey(m => m.CustomerId).OnDelete(DeleteBehavior.Restrict);
    }
}
