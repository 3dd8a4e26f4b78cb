using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Docker.DotNet;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Containers;
using Xunit;

namespace SaaSOdoo.TestKit.Docker;

/// <summary>
/// A platform of its own on the real engine for a test class (<c>IClassFixture&lt;DockerTest&gt;</c>): an id, a network and a subnet
/// nobody else uses. Whatever carries the id is removed at the end.
/// </summary>
public sealed class DockerTest : IAsyncLifetime
{
    private const int NetworkAttempts = 50;

    private RequirementMissingException? missing;
    private ServiceProvider? services;
    private DockerClient? engine;
    private IReadOnlyDictionary<string, string?> settings = new Dictionary<string, string?>();

    /// <summary>A tiny image with a user <c>odoo</c>; serves <c>hello</c> on port 8069.</summary>
    public static string Image => BusyboxImage.Name;

    public string Platform { get; } = $"test-{RandomNumberGenerator.GetHexString(10, lowercase: true)}";

    /// <summary>Configuration for a platform or host that shall share this fixture's network and be cleaned up with it.</summary>
    public IReadOnlyDictionary<string, string?> Settings => missing is null ? settings : throw missing;

    public IContainerRuntime Runtime => Services.GetRequiredService<IContainerRuntime>();

    /// <summary>Content id of <see cref="Image"/>.</summary>
    public string ImageId { get; private set; } = "";

    /// <summary>Path of the engine's socket, for a <see cref="SwitchableProxy"/>.</summary>
    public string Socket => new Uri(Settings["Docker:Endpoint"]!).AbsolutePath;

    /// <summary>The engine itself, past the platform.</summary>
    public IDockerClient Engine => missing is null ? engine! : throw missing;

    internal RuntimeNetworkOptions Network => Services.GetRequiredService<RuntimeNetworkOptions>();

    // A fixture may not skip (xunit reports a failure), so the first use does.
    private ServiceProvider Services => missing is null ? services! : throw missing;

    /// <summary>A name nobody else has.</summary>
    public string Name(string name) => $"{Platform}-{name}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}";

    /// <summary>A port of the host's loopback interface that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The same platform once more, with other settings (another endpoint, shorter timeouts). Dispose it.</summary>
    public ServiceProvider Again(params (string Name, string Value)[] changed) =>
        Provider(Settings.Concat(changed.Select(c => KeyValuePair.Create(c.Name, (string?)c.Value))));

    public async Task InitializeAsync()
    {
        try
        {
            await StartAsync();
        }
        catch (RequirementMissingException e)
        {
            missing = e;
        }
    }

    public async Task DisposeAsync()
    {
        if (services is null)
            return;

        await RemoveAllAsync(CancellationToken.None);
        await services.DisposeAsync();
        engine?.Dispose();
    }

    private async Task StartAsync()
    {
        var endpoint = new ConfigurationBuilder().AddEnvironmentVariables().Build()["DOCKER_HOST"] ?? DockerOptions.DefaultEndpoint;
        engine = DockerClientFactory.Create(new() { Endpoint = endpoint }, apiVersion: null);
        try
        {
            await engine.System.PingAsync();
        }
        catch (HttpRequestException)
        {
            throw Requires.Missing($"no Docker engine answers at {endpoint} (DOCKER_HOST)");
        }

        await BusyboxImage.EnsureAsync(engine);
        ImageId = (await engine.Images.InspectImageAsync(Image)).ID;
        await TakeNetworkAsync(endpoint);
    }

    // Above 10.213.16.0, beside the platform's own default subnet and inside what PostgreSQL's pg_hba.conf allows in tests.
    private async Task TakeNetworkAsync(string endpoint)
    {
        for (var attempt = 1; ; attempt++)
        {
            var third = RandomNumberGenerator.GetInt32(16, 256);
            settings = new Dictionary<string, string?>
            {
                ["Docker:Endpoint"] = endpoint,
                ["Platform:Id"] = Platform,
                ["Provisioning:Network:Name"] = Platform,
                ["Provisioning:Network:Subnet"] = $"10.213.{third}.0/24",
                ["Provisioning:Network:Gateway"] = $"10.213.{third}.1",
            };
            services = Provider(settings);
            try
            {
                await Runtime.EnsureNetworkAsync(CancellationToken.None);
                return;
            }
            catch (RefusedException) when (attempt < NetworkAttempts)
            {
                await services.DisposeAsync();
            }
        }
    }

    private static ServiceProvider Provider(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var configuration = new ConfigurationBuilder();
        foreach (var setting in settings)
            configuration.AddInMemoryCollection([setting]);
        return new ServiceCollection().AddLogging().AddDocker(configuration.Build()).BuildServiceProvider();
    }

    // Also what tests made as a platform whose id only begins with ours.
    private async Task RemoveAllAsync(CancellationToken cancellationToken)
    {
        var any = new EngineFilters().With("label", RuntimeLabels.Platform);
        foreach (var container in await Engine.Containers.ListContainersAsync(new() { All = true, Filters = any }, cancellationToken))
        {
            if (IsOurs(container.Labels))
                await Services.GetRequiredService<RuntimeContainers>().RemoveByIdAsync(container.ID, cancellationToken);
        }

        foreach (var volume in (await Engine.Volumes.ListAsync(new() { Filters = any }, cancellationToken)).Volumes ?? [])
        {
            if (IsOurs(volume.Labels))
                await Engine.Volumes.RemoveAsync(volume.Name, cancellationToken: cancellationToken);
        }

        foreach (var network in await Engine.Networks.ListNetworksAsync(new() { Filters = any }, cancellationToken))
        {
            if (IsOurs(network.Labels))
                await Engine.Networks.DeleteNetworkAsync(network.ID, cancellationToken);
        }
    }

    private bool IsOurs(IDictionary<string, string>? labels) =>
        labels is not null && labels.TryGetValue(RuntimeLabels.Platform, out var id) && id.StartsWith(Platform, StringComparison.Ordinal);
}
