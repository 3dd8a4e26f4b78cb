using System.Diagnostics;
using Docker.DotNet.Models;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Provisioning.Containers;
using SaaSOdoo.TestKit;

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
        using var engine = new DockerEngine(new() { Endpoint = fake.Endpoint });

        await ListAsync(engine);
        await ListAsync(engine);

        fake.Asked.ShouldBe(["/version", $"/v{spoken}/containers/json", $"/v{spoken}/containers/json"]);
    }

    [Fact]
    public async Task An_engine_that_is_too_old_is_refused()
    {
        await using var fake = await FakeEngine.StartAsync();
        fake.ApiVersion = "1.40";
        using var engine = new DockerEngine(new() { Endpoint = fake.Endpoint });

        var refused = await Should.ThrowAsync<RefusedException>(PingAsync(engine));

        refused.Message.ShouldBe("The container engine is too old: its API is 1.40, 1.41 is needed.");
    }

    [Fact]
    public async Task Over_tls_both_sides_show_certificates_of_the_authority_in_the_folder()
    {
        using var tls = new TlsFiles();
        await using var fake = await FakeEngine.StartAsync(tls);
        using var engine = new DockerEngine(new() { Endpoint = fake.Endpoint, CertificateDirectory = tls.Directory });

        await PingAsync(engine);

        fake.Asked.ShouldBe(["/version", "/v1.41/_ping"]);
    }

    [Fact]
    public async Task An_engine_with_a_certificate_of_another_authority_is_not_talked_to()
    {
        using var theirs = new TlsFiles();
        using var ours = new TlsFiles();
        await using var fake = await FakeEngine.StartAsync(theirs);
        using var engine = new DockerEngine(new() { Endpoint = fake.Endpoint, CertificateDirectory = ours.Directory });

        await Should.ThrowAsync<DependencyUnavailableException>(PingAsync(engine));

        fake.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_engine_whose_certificate_is_for_another_host_is_not_talked_to()
    {
        using var tls = new TlsFiles(host: "203.0.113.1");
        await using var fake = await FakeEngine.StartAsync(tls);
        using var engine = new DockerEngine(new() { Endpoint = fake.Endpoint, CertificateDirectory = tls.Directory });

        await Should.ThrowAsync<DependencyUnavailableException>(PingAsync(engine));

        fake.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_engine_that_is_too_new_refuses_the_call()
    {
        await using var fake = await FakeEngine.StartAsync();
        (fake.ApiVersion, fake.RefusesOlder) = ("1.99", true);
        using var engine = new DockerEngine(new() { Endpoint = fake.Endpoint });

        var refused = await Should.ThrowAsync<RefusedException>(Refusal.TranslateAsync(() => PingAsync(engine)));

        (refused.Code, refused.Message).ShouldBe(("runtime_refused", "The container engine refused the request."));
        fake.Asked.ShouldBe(["/version", "/v1.47/_ping"]);
    }

    [Fact]
    public async Task Pull_on_which_nothing_moves_is_given_up()
    {
        await using var fake = await FakeEngine.StartAsync();
        fake.Silent = "/v1.41/images/create";
        using var engine = new DockerEngine(new() { Endpoint = fake.Endpoint, SilenceTimeout = TimeSpan.FromMilliseconds(300) });

        await Should.ThrowAsync<DependencyUnavailableException>(PullAsync(engine).WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Pull_that_moves_may_take_longer_than_the_limit_on_silence()
    {
        await using var fake = await FakeEngine.StartAsync();
        fake.Slow = ("/v1.41/images/create", """{"status":"Waiting"}""", 8, TimeSpan.FromMilliseconds(400));
        using var engine = new DockerEngine(new() { Endpoint = fake.Endpoint, SilenceTimeout = TimeSpan.FromSeconds(2) });

        await PullAsync(engine).WaitAsync(TimeSpan.FromSeconds(30));

        fake.Asked.ShouldContain("/v1.41/images/create");
    }

    [Fact]
    public async Task More_streams_than_the_library_expects_leave_room_for_a_call()
    {
        await using var fake = await FakeEngine.StartAsync();
        fake.Silent = "/v1.41/events";
        using var engine = new DockerEngine(new() { Endpoint = fake.Endpoint });
        using var stop = new CancellationTokenSource();
        var watching = Enumerable.Range(0, 20).Select(_ => engine.FollowAsync(
            (d, token) => d.System.MonitorEventsAsync(new(), new Progress<Message>(), token), stop.Token)).ToList();
        await Eventually.BecomesTrueAsync(() => Task.FromResult(fake.Asked.Count(a => a == fake.Silent) == 20));

        await PingAsync(engine);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(Task.WhenAll(watching));
    }

    [Fact]
    public async Task A_span_names_the_route_and_nothing_of_the_names_in_it()
    {
        await using var fake = await FakeEngine.StartAsync();
        using var engine = new DockerEngine(new() { Endpoint = fake.Endpoint });
        await PingAsync(engine);
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

        await engine.CallAsync((d, token) => d.Containers.RenameContainerAsync("some-id", new() { NewName = "some-name" }, token), None);

        var span = spans.ShouldHaveSingleItem();
        (span.DisplayName, span.Kind).ShouldBe(("docker POST /containers/{id}/rename", ActivityKind.Client));
        span.TagObjects.ShouldBe(
        [
            new("http.request.method", "POST"), new("url.template", "/containers/{id}/rename"), new("http.response.status_code", 200),
        ]);
    }

    [Theory]
    [InlineData("/_ping", "/_ping")]
    [InlineData("/v1.41/containers/json", "/containers/json")]
    [InlineData("/v1.41/containers/create", "/containers/create")]
    [InlineData("/v1.41/containers/some-id", "/containers/{id}")]
    [InlineData("/v1.41/containers/some-id/archive", "/containers/{id}/archive")]
    [InlineData("/v1.41/images/registry:5000/some/image:1.0/json", "/images/{id}/json")]
    [InlineData("/v1.41/volumes", "/volumes")]
    [InlineData("/v1.41/volumes/some.volume", "/volumes/{id}")]
    public void The_route_of_a_path_has_no_name_in_it(string path, string route) => DockerSpans.Route(path).ShouldBe(route);

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

    private static Task PingAsync(DockerEngine engine) => engine.CallAsync((d, token) => d.System.PingAsync(token), None);

    private static Task<IList<ContainerListResponse>> ListAsync(DockerEngine engine) =>
        engine.CallAsync((d, token) => d.Containers.ListContainersAsync(new(), token), None);

    private static Task PullAsync(DockerEngine engine) => engine.TransferAsync(
        (docker, moved, token) => docker.Images.CreateImageAsync(new() { FromImage = "odoo", Tag = "1" }, null, new Moving(moved), token), None);

    private sealed class Moving(Action moved) : IProgress<JSONMessage>
    {
        public void Report(JSONMessage value) => moved();
    }
}
