using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Webhooks;

namespace SaaSOdoo.Infrastructure.Tests.Webhooks;

/// <summary>As in production: only public addresses. Nothing must arrive at the receiver on loopback, whatever name leads there.</summary>
public sealed class WebhookAddressTests : WebhookTest
{
    private readonly Names names = new();

    private protected override (string Key, string Value)[] Settings => [("Webhooks:Timeout", "00:00:02")];

    private protected override void Change(IServiceCollection services) => services.AddSingleton<INameLookup>(names);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    public async Task A_name_that_leads_to_a_private_address_is_refused(string address)
    {
        names.Answer = _ => [IPAddress.Parse(address)];
        (await TryAsync($"http://example.com:{Receiver.Url.Port}/hooks")).ShouldBe((null, "address_not_public"));
    }

    [Fact]
    public async Task Name_with_a_private_address_among_public_ones_is_refused()
    {
        names.Answer = _ => [IPAddress.Parse("8.8.8.8"), IPAddress.Loopback];
        (await TryAsync($"http://example.com:{Receiver.Url.Port}/hooks")).ShouldBe((null, "address_not_public"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/hooks")]
    [InlineData("http://127.1:{0}/hooks")]
    [InlineData("http://0x7f000001:{0}/hooks")]
    [InlineData("http://2130706433:{0}/hooks")]
    [InlineData("http://[::1]:{0}/hooks")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/hooks")]
    [InlineData("http://0:{0}/hooks")]
    public async Task Private_ip_address_is_refused_in_every_spelling(string url) =>
        (await TryAsync(url.Replace("{0}", $"{Receiver.Url.Port}"))).ShouldBe((null, "address_not_public"));

    [Fact]
    public async Task Dns_name_is_resolved_once_per_attempt_against_rebinding()
    {
        names.Answer = asked => asked == 1 ? [IPAddress.Parse("8.8.8.8")] : [IPAddress.Loopback];
        var (_, error) = await TryAsync($"http://example.com:{Receiver.Url.Port}/hooks");
        error.ShouldBeOneOf("timeout", "connection_failed");
        names.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task Dns_name_is_checked_again_at_each_retry()
    {
        names.Answer = _ => [IPAddress.Parse("8.8.8.8")];
        var (_, first) = await TryAsync($"http://example.com:{Receiver.Url.Port}/hooks");
        names.Answer = _ => [IPAddress.Loopback];
        Host.Advance(TimeSpan.FromSeconds(5));
        await SendAsync();

        first.ShouldBeOneOf("timeout", "connection_failed");
        (await DeliveriesAsync()).Single().AttemptLog[^1].Error.ShouldBe("address_not_public");
        Receiver.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Unresolvable_dns_name_is_reported()
    {
        names.Answer = _ => throw new SocketException((int)SocketError.HostNotFound);
        (await TryAsync("http://example.com/hooks")).ShouldBe((null, "name_not_found"));
    }

    private async Task<(int?, string?)> TryAsync(string url)
    {
        await EndpointAsync(new Uri(url));
        await HappensAsync();
        (await SendAsync()).ShouldBe(1);
        Receiver.Received.ShouldBeEmpty();
        var delivery = (await DeliveriesAsync()).Single();
        delivery.Status.ShouldBe(WebhookDeliveryStatus.Pending);
        return (delivery.AttemptLog.Single().HttpStatus, delivery.AttemptLog[0].Error);
    }

    private sealed class Names : INameLookup
    {
        private int asked;

        public int Asked => asked;

        public Func<int, IPAddress[]> Answer { get; set; } = _ => [];

        public Task<IPAddress[]> AddressesOfAsync(string host, CancellationToken cancellationToken) =>
            Task.FromResult(Answer(Interlocked.Increment(ref asked)));
    }
}
