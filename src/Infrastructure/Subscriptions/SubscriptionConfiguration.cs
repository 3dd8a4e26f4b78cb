using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Infrastructure.Subscriptions;

internal sealed class SubscriptionConfiguration : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> builder)
    {
        builder.ToTable("subscriptions");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        // Also a tenant's suspended or unpaid subscription keeps a second one out: paying would make both live.
        builder.HasIndex(s => s.TenantId).IsUnique().HasFilter("status not in ('cancelled', 'expired')");
        builder.HasIndex(s => new { s.CustomerId, s.Id });
        builder.HasIndex(s => new { s.TenantId, s.Id });
        builder.HasIndex(s => s.PlanId);
        builder.HasIndex(s => s.TrialEnd).HasFilter("status = 'trialing'");
        builder.HasIndex(s => s.RemindAt).HasFilter("status = 'trialing' and remind_at is not null");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(s => s.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(s => s.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Plan>().WithMany().HasForeignKey(s => s.PlanId).OnDelete(DeleteBehavior.Restrict);
    }
}
