using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Webhooks;

internal sealed class WebhookOutbox(IAppDb db) : IWebhookOutbox
{
    public string BodyOf(EventDto happened) => WebhookBody.Of(happened);

    public Task WakeAsync(WebhookEndpointId endpoint, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"select pg_notify({NotificationChannel.Name}, {$"{Topics.Webhooks}:"})", cancellationToken);
}
