using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SaaSOdoo.Api.Tests.Instances;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Events;

public sealed class StreamShutdownTests(InstanceApi api) : IClassFixture<InstanceApi>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Shutdown_ends_streams_at_once_with_a_hint_to_come_back()
    {
        await using var host = api.With(_ => { });
        using var customer = await TestCustomer.RegisterAsync(host);
        var tenant = await customer.OpenTenantAsync();
        using var stream = await customer.Http.GetAsync($"/api/v1/events/stream?tenant_id={tenant}", HttpCompletionOption.ResponseHeadersRead);
        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        var end = stream.Content.ReadAsStringAsync();

        var started = Stopwatch.GetTimestamp();
        await host.Services.GetRequiredService<IHost>().StopAsync().WaitAsync(Patience);

        // The host itself would give up on open connections after 30 s.
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        (await end.WaitAsync(Patience)).ShouldMatch("^id: [0-9]+\n\nretry: [1-5][0-9]{3}\n\n$");
    }

    [Fact]
    public async Task A_reader_who_has_the_last_event_of_a_finished_operation_is_sent_away()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync();
        var instance = await InstanceApi.OrderAsync(customer, tenant);
        var path = $"/api/v1/operations/{instance["operation_id"]}/events";
        await api.FinishAsync(instance["id"]!.GetValue<Guid>());

        var all = await customer.Http.GetStringAsync(path).WaitAsync(Patience);
        all.ShouldContain("event: operation.finished\n");
        var last = all.Split('\n').Last(line => line.StartsWith("id: ", StringComparison.Ordinal))["id: ".Length..];

        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Last-Event-ID", last } } };
        using var nothing = await customer.Http.SendAsync(request);
        nothing.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }
}
