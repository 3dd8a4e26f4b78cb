using System.Diagnostics;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Provisioning.Containers;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

public sealed class EngineClientTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("1.41", "1.41")]
    [InlineData("1.44", "1.44")]
    [InlineData("1.99", "1.47")]
    public async Task The_version_spoken_is_the_lower_of_both(string theirs, string spoken)
    {
        await using var fake = await FakeEngine.StartAsync();
        fake.ApiVersion = theirs;
        using var client = new EngineClient(new() { Endpoint = fake.Endpoint });

        await client.Containers.ListAsync([], None);
        await client.Containers.ListAsync([], None);

        fake.Asked.ShouldBe(["/_ping", $"/v{spoken}/containers/json", $"/v{spoken}/containers/json"]);
    }

    [Fact]
    public async Task An_engine_that_is_too_old_is_refused()
    {
        await using var fake = await FakeEngine.StartAsync();
        fake.ApiVersion = "1.40";
        using var client = new EngineClient(new() { Endpoint = fake.Endpoint });

        var refused = await Should.ThrowAsync<RefusedException>(client.System.PingAsync(None));

        refused.Message.ShouldBe("The container engine is too old: its API is 1.40, 1.41 is needed.");
    }

    [Fact]
    public async Task Over_tls_both_sides_show_certificates_of_the_authority_in_the_folder()
    {
        using var tls = new TlsFiles();
        await using var fake = await FakeEngine.StartAsync(tls);
        using var client = new EngineClient(new() { Endpoint = fake.Endpoint, CertificateDirectory = tls.Directory });

        await client.System.PingAsync(None);

        fake.Asked.ShouldBe(["/_ping", "/v1.41/_ping"]);
    }

    [Fact]
    public async Task An_engine_with_a_certificate_of_another_authority_is_not_talked_to()
    {
        using var theirs = new TlsFiles();
        using var ours = new TlsFiles();
        await using var fake = await FakeEngine.StartAsync(theirs);
        using var client = new EngineClient(new() { Endpoint = fake.Endpoint, CertificateDirectory = ours.Directory });

        await Should.ThrowAsync<DependencyUnavailableException>(client.System.PingAsync(None));

        fake.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_span_names_the_route_and_nothing_of_the_names_in_it()
    {
        await using var fake = await FakeEngine.StartAsync();
        using var client = new EngineClient(new() { Endpoint = fake.Endpoint });
        await client.System.PingAsync(None);
        using var parent = new Activity("test").Start();
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == Application.Common.Telemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> o) =>
                o.Parent.TraceId == parent.TraceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);

        await client.Containers.RenameAsync("some-id", "some-name", None);

        var span = spans.ShouldHaveSingleItem();
        (span.DisplayName, span.Kind).ShouldBe(("docker POST /containers/{id}/rename", ActivityKind.Client));
        span.TagObjects.ShouldBe(
        [
            new("http.request.method", "POST"), new("url.template", "/containers/{id}/rename"), new("http.response.status_code", 200),
        ]);
    }

    [Theory]
    [InlineData("unix:///var/run/docker.sock", true)]
    [InlineData("tcp://10.0.0.1:2376", true)]
    [InlineData("tcp://10.0.0.1", false)]
    [InlineData("unix://", false)]
    [InlineData("http://10.0.0.1:2375", false)]
    [InlineData("nonsense", false)]
    public void Only_endpoints_that_can_work_are_accepted(string endpoint, bool valid) =>
        new DockerOptions { Endpoint = endpoint }.IsValid().ShouldBe(valid);

    [Theory]
    [InlineData("10.213.0.0/20", "10.213.0.1", true)]
    [InlineData("10.213.0.0/20", "10.214.0.1", false)]
    [InlineData("10.213.0.0/20", "10.213.0.0", false)]
    [InlineData("10.213.0.0", "10.213.0.1", false)]
    [InlineData("10.213.0.0/20", "x", false)]
    public void The_gateway_lies_in_the_subnet(string subnet, string gateway, bool valid) =>
        new RuntimeNetworkOptions { Subnet = subnet, Gateway = gateway }.IsValid().ShouldBe(valid);
}
