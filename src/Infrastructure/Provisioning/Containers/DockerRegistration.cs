using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

internal static class DockerRegistration
{
    public static IServiceCollection AddDocker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DockerOptions>()
            .Configure(o => FollowDockersOwnVariables(o, configuration))
            .Bind(configuration.GetSection(DockerOptions.Section))
            .Validate(o => o.IsValid(), "Docker:Endpoint must be unix:///path or tcp://host:port, and the timeouts positive.")
            .ValidateOnStart();
        services.AddOptions<RuntimeNetworkOptions>()
            .Bind(configuration.GetSection(RuntimeNetworkOptions.Section))
            .Validate(o => o.IsValid(), "Provisioning:Network needs a name, a subnet (10.213.0.0/20) and a gateway inside it.")
            .ValidateOnStart();
        services.TryAddSingleton<IPlatformIdentity>(_ => new ConfiguredPlatformIdentity(configuration));

        services.AddSingleton(p => new DockerEngine(p.GetRequiredService<IOptions<DockerOptions>>().Value));
        services.AddSingleton(p => p.GetRequiredService<IOptions<RuntimeNetworkOptions>>().Value);
        services.AddSingleton<RuntimeLabels>();
        services.AddSingleton<RuntimeContainers>();
        services.AddSingleton<ContainerCleanup>();
        services.AddSingleton<ContainerShape>();
        services.AddSingleton<ContainerArchives>();
        services.AddSingleton<ImageUsers>();
        services.AddSingleton<ContainerFiles>();
        services.AddSingleton<RuntimeImages>();
        services.AddSingleton<RuntimeNetwork>();
        services.AddSingleton<RuntimeVolumes>();
        services.AddSingleton<VolumeHelpers>();
        services.AddSingleton<VolumeSeed>();
        services.AddSingleton<VolumeFiles>();
        services.AddSingleton<VolumeFill>();
        services.AddSingleton<Workloads>();
        services.AddSingleton<Observations>();
        services.AddSingleton<RuntimeJobs>();
        services.AddSingleton<LogLines>();
        services.AddSingleton<RuntimeLogs>();
        services.AddSingleton<RuntimeEvents>();
        services.AddSingleton<IContainerRuntime, DockerRuntime>();
        return services;
    }

    // What the docker command line obeys, we obey; the section wins.
    private static void FollowDockersOwnVariables(DockerOptions options, IConfiguration configuration)
    {
        if (configuration["DOCKER_HOST"] is { Length: > 0 } endpoint)
            options.Endpoint = endpoint;
        if (configuration["DOCKER_TLS_VERIFY"] is { Length: > 0 } && configuration["DOCKER_CERT_PATH"] is { Length: > 0 } certificates)
            options.CertificateDirectory = certificates;
    }
}
