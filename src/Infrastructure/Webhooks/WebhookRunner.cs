using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <summary>
/// Reads a claimed delivery, sends it, records how it went. Nothing of the database is held while it is sent: a receiver that hangs costs a
/// slot and no connection. What is not to be sent any more ends here. Whoever dies in between leaves the claim to run out, and it is sent again.
/// </summary>
internal sealed partial class WebhookRunner(
    IServiceScopeFactory scopes, IWebhookSender sender, ISecretProtector protector, TimeProvider clock, ILogger<WebhookRunner> logger)
{
    public async Task RunAsync(Lease lease, CancellationToken cancellationToken)
    {
        if (await ReadAsync(lease, cancellationToken) is not { } found)
            return;

        if (found.Delivery.ReasonToEnd(found.Endpoint, clock.GetUtcNow()) is { } reason)
            await ChangeAsync(lease, (delivery, _, now) => delivery.End(reason, now));
        else
            await RecordAsync(lease, await TryAsync(found.Delivery, found.Endpoint, cancellationToken));
    }

    private async Task<(WebhookDelivery Delivery, WebhookEndpoint Endpoint)?> ReadAsync(Lease lease, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var delivery = await db.WebhookDeliveries.AsNoTracking().SingleOrDefaultAsync(
            d => d.Id == new WebhookDeliveryId(lease.Id) && d.Fence == lease.Fence && d.Status == WebhookDeliveryStatus.Pending, cancellationToken);
        if (delivery is null)
            return null;

        var endpoint = await db.WebhookEndpoints.AsNoTracking().SingleOrDefaultAsync(e => e.Id == delivery.EndpointId, cancellationToken);
        return endpoint is null ? null : (delivery, endpoint);
    }

    private async Task<WebhookAttempt> TryAsync(WebhookDelivery delivery, WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            return await sender.SendAsync(
                new(
                    delivery.Id.Value.ToString(), endpoint.Url, delivery.Body,
                    [.. endpoint.SigningSecrets(clock.GetUtcNow()).Select(protector.Unprotect)]),
                cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Nothing of it left. A failure like others: it backs off, and its owner sees it.
            NotPrepared(e, delivery.Id.Value);
            return new(clock.GetUtcNow(), HttpStatus: null, "not_prepared", DurationMs: 0);
        }
    }

    private Task RecordAsync(Lease lease, WebhookAttempt attempt) => ChangeAsync(lease, (delivery, endpoint, now) =>
    {
        delivery.Record(attempt, RandomNumberGenerator.GetInt32(1000) / 1000d, now);
        endpoint.Note(delivery, attempt, now);
    });

    // Also when the process is to stop: the receiver has it already.
    private async Task ChangeAsync(Lease lease, Action<WebhookDelivery, WebhookEndpoint, DateTimeOffset> change)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await db.InTransactionAsync(_ => ChangeAsync(db, lease, change), CancellationToken.None);
    }

    private async Task ChangeAsync(AppDb db, Lease lease, Action<WebhookDelivery, WebhookEndpoint, DateTimeOffset> change)
    {
        // Attempts at one endpoint are recorded one after the other; the lock lets deliveries for it be added meanwhile.
        var locked = await db.WebhookEndpoints
            .FromSql($"select e.*, e.xmin from webhook_endpoints e join webhook_deliveries d on d.endpoint_id = e.id where d.id = {lease.Id} for no key update of e")
            .ToListAsync();
        var delivery = await db.WebhookDeliveries.SingleOrDefaultAsync(d => d.Id == new WebhookDeliveryId(lease.Id) && d.Fence == lease.Fence);
        if (delivery is null)
            return;

        var now = clock.GetUtcNow();
        var endpoint = locked.Single();
        change(delivery, endpoint, now);
        await db.SaveChangesAsync();
        if (!endpoint.Enabled)
            await db.EndPendingAsync(endpoint.Id, now, CancellationToken.None);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Webhook {Delivery} cannot be prepared")]
    private partial void NotPrepared(Exception exception, Guid delivery);
}
