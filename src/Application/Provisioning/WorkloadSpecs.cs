using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Describes the container an instance should have.</summary>
public sealed class WorkloadSpecs(ISecretProtector secrets, IOptions<ProvisioningOptions> options)
{
    public const string InstanceLabel = "com.saasodoo.instance";
    public const string TenantLabel = "com.saasodoo.tenant";
    public const int HttpPort = 8069;

    /// <summary>Null while something it depends on (image, server, address) is not settled.</summary>
    public WorkloadSpec? Describe(Instance instance, InstanceSecrets instanceSecrets)
    {
        var allocation = instance.Allocation;
        if (allocation is not { ImageId: { } imageId, DatabaseServer: not null, Port: { } port })
            return null;

        var spec = new WorkloadSpec
        {
            Name = allocation.Workload,
            Image = options.Value.ImageOf(instance.OdooVersion),
            ImageId = imageId,
            Command = OdooConfiguration.Command(),
            Environment = Variables(instance),
            Labels = Labels(instance),
            Files = [Configuration(instance, instanceSecrets, instance.MemoryLimit.Bytes), OdooLauncher.File],
            Volumes = [new VolumeMount(allocation.Volume, OdooConfiguration.DataDirectory)],
            Ports = [new PublishedPort(HttpPort, port)],
            Cpus = instance.CpuLimit,
            MemoryBytes = instance.MemoryLimit.Bytes,
            Fingerprint = "",
        };
        return spec with { Fingerprint = Fingerprint(spec, Configuration(instance, instanceSecrets, 0)) };
    }

    public static Dictionary<string, string> Labels(Instance instance) => new(StringComparer.Ordinal)
    {
        [InstanceLabel] = instance.Id.Value.ToString(),
        [TenantLabel] = instance.TenantId.Value.ToString(),
        ["traefik.enable"] = "true",
        [$"traefik.http.routers.{instance.Allocation.Workload}.rule"] = $"HostRegexp(`^{instance.Subdomain}\\..+$`)",
        [$"traefik.http.services.{instance.Allocation.Workload}.loadbalancer.server.port"] = "8069",
    };

    /// <summary>Whose it is; null when it is no instance's.</summary>
    /// <summary>What says whose it is, and nothing else.</summary>
    /// <param name="owner">An instance, or a proof in the place of one.</param>
    public static Dictionary<string, string> LabelsOf(Guid owner) => new(StringComparer.Ordinal) { [InstanceLabel] = owner.ToString() };

    public static Guid? InstanceOf(IReadOnlyDictionary<string, string> labels) =>
        Guid.TryParse(labels.GetValueOrDefault(InstanceLabel), out var id) ? id : null;

    // Some may have been taken before their names were reserved.
    private Dictionary<string, string> Variables(Instance instance) => secrets.ReadVariables(instance.EnvironmentVars)
        .Where(v => ReservedVariables.ReasonFor(v.Key) is null)
        .ToDictionary(StringComparer.Ordinal);

    private WorkloadFile Configuration(Instance instance, InstanceSecrets instanceSecrets, long memoryBytes)
    {
        var (allocation, server) = (instance.Allocation, instance.Allocation.DatabaseServer!);
        var configuration = new OdooConfiguration
        {
            DatabaseHost = server.InstanceHost,
            DatabasePort = server.InstancePort,
            DatabaseUser = allocation.Role,
            DatabasePassword = secrets.Unprotect(instanceSecrets.DatabasePassword),
            DatabaseName = allocation.Database,
            MasterPassword = secrets.Unprotect(instanceSecrets.MasterPassword),
            MemoryBytes = memoryBytes,
        };
        return configuration.ToFile();
    }

    // The memory settings inside the configuration are left out: a changed limit is applied live and must not replace the container.
    private static string Fingerprint(WorkloadSpec spec, WorkloadFile configuration)
    {
        var parts = new List<string> { spec.ImageId, configuration.Content, OdooLauncher.File.Content };
        parts.AddRange(spec.Command);
        parts.AddRange(spec.Environment.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}"));
        parts.AddRange(spec.Ports.Select(p => $"{p.ContainerPort}:{p.HostPort}"));
        parts.AddRange(spec.Volumes.Select(v => $"{v.Volume}:{v.Path}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));
    }
}
