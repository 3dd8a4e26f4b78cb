using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Secrets;

namespace SaaSOdoo.Infrastructure.Webhooks;

internal sealed class WebhookEndpointConfiguration : IEntityTypeConfiguration<WebhookEndpoint>
{
    public void Configure(EntityTypeBuilder<WebhookEndpoint> builder)
    {
        builder.ToTable("webhook_endpoints");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Url).HasMaxLength(WebhookUrl.MaxLength).HasConversion(url => url.AbsoluteUri, text => new Uri(text));
        builder.Property(e => e.EventTypes).IsJsonb();
        builder.Property(e => e.Secret).IsSecret();
        builder.Property(e => e.PreviousSecret).IsSecret();
        builder.Property(e => e.Description).HasMaxLength(WebhookSettings.DescriptionMaxLength);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(e => e.TenantId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(e => new { e.TenantId, e.Id });
    }
}

internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhook_deliveries");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.EventType).HasMaxLength(100);
        builder.Property(d => d.AttemptLog).IsJsonb();
        builder.IsLeased(WebhookQueue.Pending, nameof(WebhookDelivery.EndpointId));
        builder.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(d => d.EndpointId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(d => new { d.EndpointId, d.Id });
        builder.HasIndex(d => new { d.EndpointId, d.EventId }).IsUnique();
        builder.HasIndex(d => d.Id, "Dead").HasFilter("status = 'dead'").HasDatabaseName("ix_webhook_deliveries_dead");
        builder.HasIndex(d => d.FinishedAt).HasFilter("finished_at is not null");
    }
}
