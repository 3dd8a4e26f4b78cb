using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Docker;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

/// <summary>The runtime on the real engine.</summary>
public sealed class DockerRuntimeTests(DockerTest docker) : RuntimeContractTests, IClassFixture<DockerTest>, IAsyncLifetime
{
    private readonly ServiceProvider other = docker.Again(("Platform:Id", docker.Name("other")));

    protected override IContainerRuntime Runtime => docker.Runtime;

    protected override IContainerRuntime Other => other.Runtime();

    protected override string Platform => docker.Platform;

    protected override string Image => DockerTest.Image;

    protected override string ImageId => docker.ImageId;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => other.DisposeAsync().AsTask();

    protected override string Name(string name) => docker.Name(name);

    protected override Task FreezeAsync(string name) => DockerCommand.RunAsync("kill", "--signal", "STOP", name);
}

/// <summary>The runtime of the workers' tests.</summary>
public sealed class FakeRuntimeTests : RuntimeContractTests
{
    private readonly FakeRuntime world = new(new TestClock());

    protected override IContainerRuntime Runtime => world;

    protected override IContainerRuntime Other => world.SeenBy("other");

    protected override string Platform => "world";

    protected override string Image => "busybox";

    protected override string ImageId => "sha256:busybox";

    protected override string Name(string name) => name;

    protected override Task FreezeAsync(string name)
    {
        world.Frozen[name] = true;
        return Task.CompletedTask;
    }
}
