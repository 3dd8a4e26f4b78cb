using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <summary>
/// Reads a claimed delivery, sends it, records how it went. Nothing of the database is held while it is sent: a receiver that hangs costs a
/// slot and no connection. Whoever dies in between leaves the claim to run out, and it is sent again.
/// </summary>
internal sealed class WebhookRunner(
    IServiceScopeFactory scopes, IWebhookSender sender, WebhookClaims claims, ISecretProtector protector, TimeProvider clock)
{
    public async Task RunAsync(WebhookClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            if (await ReadAsync(claim, cancellationToken) is not { } message)
                return;

            var attempt = await sender.SendAsync(message, cancellationToken);
            await RecordAsync(claim, attempt);
        }
        catch (OperationCanceledException)
        {
            await claims.LetGoAsync(claim);
        }
    }

    private async Task<WebhookMessage?> ReadAsync(WebhookClaim claim, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var delivery = await db.WebhookDeliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == claim.Id, cancellationToken);
        if (delivery is null)
            return null;

        var endpoint = await db.WebhookEndpoints.AsNoTracking().SingleAsync(e => e.Id == delivery.EndpointId, cancellationToken);
        return new(
            delivery.Id.Value.ToString(), endpoint.Url, delivery.Body,
            [.. endpoint.SigningSecrets(clock.GetUtcNow()).Select(protector.Unprotect)]);
    }

    // Also when the process is to stop: the receiver has it already.
    private async Task RecordAsync(WebhookClaim claim, WebhookAttempt attempt)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();

        // Attempts at one endpoint are recorded one after the other; the lock lets deliveries for it be added meanwhile.
        var locked = await db.WebhookEndpoints
            .FromSql($"select e.*, e.xmin from webhook_endpoints e join webhook_deliveries d on d.endpoint_id = e.id where d.id = {claim.Id.Value} for no key update of e")
            .ToListAsync();
        var delivery = await db.WebhookDeliveries.SingleOrDefaultAsync(d => d.Id == claim.Id && d.Fence == claim.Fence);
        if (delivery is null)
            return;

        var now = clock.GetUtcNow();
        delivery.Record(attempt, RandomNumberGenerator.GetInt32(1000) / 1000d, now);
        locked.Single().Note(delivery, attempt, now);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }
}
