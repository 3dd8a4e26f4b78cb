using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Secrets;
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
    IServiceScopeFactory scopes,
    IWebhookSender sender,
    WebhookRecorder recorder,
    ISecretProtector protector,
    TimeProvider clock,
    ILogger<WebhookRunner> logger)
{
    public async Task RunAsync(Lease lease, CancellationToken cancellationToken)
    {
        if (await ReadAsync(lease, cancellationToken) is not { } found)
            return;

        if (found.Delivery.ReasonToEnd(found.Endpoint, clock.GetUtcNow()) is { } reason)
            await recorder.RecordAsync(lease, (delivery, _, now) => delivery.End(reason, now));
        else
            await RecordAsync(lease, await TryAsync(found.Delivery, found.Endpoint, cancellationToken));
    }

    private async Task<(WebhookDelivery Delivery, WebhookEndpoint Endpoint)?> ReadAsync(Lease lease, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var found = await (from delivery in db.WebhookDeliveries
                           join endpoint in db.WebhookEndpoints on delivery.EndpointId equals endpoint.Id
                           where delivery.Id == new WebhookDeliveryId(lease.Id) && delivery.Fence == lease.Fence
                               && delivery.Status == WebhookDeliveryStatus.Pending
                           select new { delivery, endpoint }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.delivery, found.endpoint);
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

    private Task RecordAsync(Lease lease, WebhookAttempt attempt) => recorder.RecordAsync(lease, (delivery, endpoint, now) =>
    {
        delivery.Record(attempt, RandomNumberGenerator.GetInt32(1000) / 1000d, now);
        endpoint.Note(delivery, attempt, now);
    });

    [LoggerMessage(Level = LogLevel.Error, Message = "Webhook {Delivery} cannot be prepared")]
    private partial void NotPrepared(Exception exception, Guid delivery);
}
