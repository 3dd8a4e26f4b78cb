using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.Infrastructure.Webhooks;
using SaaSOdoo.TestKit.Webhooks;

namespace SaaSOdoo.Infrastructure.Tests.Webhooks;

/// <summary>A host with a receiver on loopback and an endpoint that leads to it.</summary>
public abstract class WebhookTest : OperationHostTest, IAsyncLifetime
{
    private protected WebhookReceiver Receiver { get; private set; } = null!;

    private protected virtual (string Key, string Value)[] Settings => [("Webhooks:AllowPrivateAddresses", "true")];

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Receiver = await WebhookReceiver.StartAsync();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await Receiver.DisposeAsync();
    }

    private protected override OperationHost Open() => new(Database, Change, Settings);

    private protected virtual void Change(IServiceCollection services)
    {
    }

    private protected async Task<(WebhookEndpointId Id, string Secret)> EndpointAsync(Uri? url = null, string type = "tenant.suspended")
    {
        await Host.SettledAsync();
        var secret = WebhookSecrets.New(Host.Get<IRandomSecrets>());
        var settings = WebhookSettings.Create((url ?? Receiver.Url).AbsoluteUri, [type], null, enabled: true, allowPrivate: true).Value;
        var endpoint = WebhookEndpoint.Create(Host.Tenant, settings, Host.Get<ISecretProtector>().Protect(secret), Host.Clock.Now);
        await Host.InScopeAsync<AppDb>(db =>
        {
            db.Add(endpoint);
            return db.SaveChangesAsync();
        });
        return (endpoint.Id, secret);
    }

    /// <summary>Something that endpoints are told of.</summary>
    private protected async Task HappensAsync(int times = 1)
    {
        for (var n = 0; n < times; n++)
        {
            await Host.InScopeAsync<AppDb>(async db =>
            {
                var tenant = await db.Tenants.SingleAsync(t => t.Id == Host.Tenant);
                tenant.Suspend(Host.Clock.Now);
                tenant.Activate(Host.Clock.Now);
                await db.SaveChangesAsync();
            });
        }

        await Host.DispatchAsync();
    }

    /// <summary>Sends all that is due, one after the other.</summary>
    private protected async Task<int> SendAsync()
    {
        var sent = 0;
        while (await Host.Get<WebhookQueue>().ClaimAsync(CancellationToken.None) is { } claim)
        {
            await Host.Get<WebhookRunner>().RunAsync(claim, CancellationToken.None);
            sent++;
        }

        return sent;
    }

    private protected Task<List<WebhookDelivery>> DeliveriesAsync() =>
        Host.ReadAsync(db => db.WebhookDeliveries.AsNoTracking().OrderBy(d => d.Id).ToListAsync());

    private protected Task<WebhookEndpoint> EndpointAsync(WebhookEndpointId id) =>
        Host.ReadAsync(db => db.WebhookEndpoints.AsNoTracking().SingleAsync(e => e.Id == id));

    private protected Task ChangeAsync(WebhookEndpointId id, Action<WebhookEndpoint> change) => Host.InScopeAsync<AppDb>(async db =>
    {
        change(await db.WebhookEndpoints.SingleAsync(e => e.Id == id));
        await db.SaveChangesAsync();
    });
}
