using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Subscriptions;

internal sealed class SubscriptionConfiguration : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> builder)
    {
        builder.ToTable("subscriptions", t => t.HasCheckConstraint("ck_subscriptions_price", "price > 0"));
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Price).HasPrecision(Money.Precision, Money.Scale);
        builder.Property(s => s.Rate).HasPrecision(ExchangeRate.Precision, ExchangeRate.Scale);
        // Also a tenant's suspended or unpaid subscription keeps a second one out: paying would make both live.
        builder.HasIndex(s => s.TenantId).IsUnique().HasFilter("status not in ('cancelled', 'expired')");
        builder.HasIndex(s => new { s.CustomerId, s.Id });
        builder.HasIndex(s => new { s.TenantId, s.Id });
        builder.HasIndex(s => s.PlanId);
        builder.HasIndex(s => s.TrialEnd).HasFilter("status = 'trialing'");
        builder.HasIndex(s => s.RemindAt).HasFilter("status = 'trialing' and remind_at is not null");
        builder.Property(s => s.Dunning).IsJsonb().HasDefaultValueSql("'[]'");
        // What an ended subscription of the tenant left to be terminated.
        builder.HasIndex(s => s.TenantId, "ToTerminate").HasFilter("terminate_at is not null").HasDatabaseName("ix_subscriptions_to_terminate");
        builder.Property(s => s.PendingChange!).IsJsonb().IsRequired(false);
        // PendingChange.AtPeriodEnd() in SQL.
        builder.Property(s => s.PendingPlanId).HasComputedColumnSql(
            "(case when pending_change ->> 'kind' = 'down' then pending_change else pending_change -> 'otherwise' end ->> 'planId')::uuid", stored: true);
        // What falls due by the real time, and by a test clock's.
        builder.HasIndex(s => s.NextActionAt).HasFilter("clock_id is null and next_action_at is not null");
        builder.HasIndex(s => new { s.ClockId, s.NextActionAt }).HasFilter("clock_id is not null and next_action_at is not null");
        builder.HasIndex(s => s.Id, "Unapplied").HasFilter("applied_version < standing_version").HasDatabaseName("ix_subscriptions_unapplied");
        builder.HasOne<TestClock>().WithMany().HasForeignKey(s => s.ClockId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(s => s.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(s => s.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Plan>().WithMany().HasForeignKey(s => s.PlanId).OnDelete(DeleteBehavior.Restrict);
    }
}
