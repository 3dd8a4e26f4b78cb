using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Api.Webhooks;

/// <summary>Bodies shown in the OpenAPI document.</summary>
internal static class WebhookExamples
{
    private const string Url = "https://example.com/hooks/saasodoo";
    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Tenant = new(Guid.Parse("0193b1a0-2f4e-7d1c-9a53-6f1f6f2f9b10"));
    private static readonly WebhookEndpointId Id = new(Guid.Parse("0193b1a6-1d2e-7f30-9b4c-5d6e7f809112"));

    public static WebhookEndpoints.NewEndpointBody New { get; } = new(Tenant, Url, ["instance.running", "instance.failed"], "Monitoring");

    public static WebhookEndpoints.EndpointBody Change { get; } = new(Url, new List<string?> { WebhookSettings.Everything }, "Monitoring");

    public static WebhookEndpointDto Endpoint { get; } = new(
        Id, Tenant, new Uri(Url), ["instance.running", "instance.failed"], "Monitoring", Enabled: true, DisabledReason: null, FailingSince: null,
        PreviousSecretUntil: null, At, At, Version: 1);

    public static WebhookEndpointDto Created { get; } = Endpoint with { Secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDMfKRsm9TsxE=" };

    public static WebhookDeliveryDto Delivery { get; } = new(
        new(Guid.Parse("0193b1a7-2e3f-7041-8c5d-6e7f80910213")), Id, Guid.Parse("0193b1a5-0c1d-7e2f-8a3b-4c5d6e7f8091"), "instance.running",
        WebhookDeliveryStatus.Pending, DeadReason: null, [new(At, 503, "http_status", DurationMs: 124)], At.AddSeconds(5), At, FinishedAt: null);
}
