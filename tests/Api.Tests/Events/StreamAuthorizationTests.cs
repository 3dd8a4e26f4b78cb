using System.Net;
using System.Runtime.CompilerServices;
using NSubstitute;
using SaaSOdoo.Api.Tests.Instances;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Events;

/// <summary>All three kinds of streams: none would end by itself here.</summary>
public sealed class StreamAuthorizationTests : IClassFixture<InstanceApi>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly InstanceApi api;

    public StreamAuthorizationTests(InstanceApi api)
    {
        this.api = api;
        api.Runtime.ObserveAsync(null!, default).ReturnsForAnyArgs(new WorkloadObservation
        {
            Name = "odoo",
            State = ContainerStatus.Running,
            Fingerprint = "",
            Labels = new Dictionary<string, string>(),
            CreatedAt = default,
        });
        api.Runtime.LogsAsync(null!, default, default, default).ReturnsForAnyArgs(_ => EndlessAsync());
    }

    [Theory]
    [InlineData("events")]
    [InlineData("operation")]
    [InlineData("logs")]
    public async Task Stream_ends_when_its_reader_is_removed_from_the_tenant(string what)
    {
        await using var watchful = api.With(builder => builder.UseSetting("Streams:Recheck", "00:00:00.1"));
        using var owner = await TestCustomer.RegisterAsync(watchful);
        using var reader = await TestCustomer.RegisterAsync(watchful);
        var (tenant, path) = await ArrangeAsync(owner, what);
        await owner.TakeInAsync(watchful, tenant, reader, "viewer");
        using var stream = await OpenAsync(reader, path);
        var end = stream.Content.ReadAsStringAsync();

        using var removed = await owner.Http.DeleteAsync($"/api/v1/tenants/{tenant}/members/{reader.Id}");

        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await end.WaitAsync(Patience);
    }

    [Theory]
    [InlineData("events")]
    [InlineData("operation")]
    [InlineData("logs")]
    public async Task Stream_ends_when_its_session_is_logged_out(string what)
    {
        await using var watchful = api.With(builder => builder.UseSetting("Streams:Recheck", "00:00:00.1"));
        using var reader = await TestCustomer.RegisterAsync(watchful);
        var (_, path) = await ArrangeAsync(reader, what);
        using var stream = await OpenAsync(reader, path);
        var end = stream.Content.ReadAsStringAsync();

        using var loggedOut = await reader.Http.PostAsync("/api/v1/auth/logout", content: null);

        loggedOut.IsSuccessStatusCode.ShouldBeTrue();
        await end.WaitAsync(Patience);
    }

    [Fact]
    public async Task Followed_log_stream_ends_at_its_time_limit()
    {
        await using var hasty = api.With(builder => builder.UseSetting("Streams:Longest", "00:00:00.2"));
        using var customer = await TestCustomer.RegisterAsync(hasty);
        var (_, path) = await ArrangeAsync(customer, "logs");
        (await customer.Http.GetStringAsync(path).WaitAsync(Patience)).ShouldBe("ready\n");
    }

    [Fact]
    public async Task Concurrent_streams_per_customer_are_limited()
    {
        await using var narrow = api.With(builder => builder.UseSetting("Streams:PerCustomer", "2"));
        using var customer = await TestCustomer.RegisterAsync(narrow);
        var (_, path) = await ArrangeAsync(customer, "events");
        using var first = await OpenAsync(customer, path);
        using var second = await OpenAsync(customer, path);

        using var refused = await customer.Http.GetAsync(path);
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "stream.too_many");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(15));

        first.Dispose();
        await Eventually.BecomesTrueAsync(async () =>
        {
            using var again = await customer.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
            return again.StatusCode == HttpStatusCode.OK;
        });
    }

    private static async Task<(Guid Tenant, string Path)> ArrangeAsync(TestCustomer owner, string what)
    {
        var tenant = await owner.OpenTenantOnTrialAsync();
        if (what == "events")
            return (tenant, $"/api/v1/events/stream?tenant_id={tenant}");

        var instance = await InstanceApi.OrderAsync(owner, tenant);
        return (tenant, what == "logs" ? $"{InstanceApi.Path}/{instance["id"]}/logs?follow=true" : $"/api/v1/operations/{instance["operation_id"]}/events");
    }

    private static async Task<HttpResponseMessage> OpenAsync(TestCustomer reader, string path)
    {
        var response = await reader.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return response;
    }

    private static async IAsyncEnumerable<string> EndlessAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return "ready";
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
