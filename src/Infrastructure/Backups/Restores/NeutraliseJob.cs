using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Provisioning.Databases;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>Odoo's own <c>neutralize</c>: each module knows best what it has to switch off.</summary>
internal sealed class NeutraliseJob(IContainerRuntime runtime, ServerConnections connections, IRandomSecrets random)
{
    private const int FirstVersion = 16;
    private const int Connections = 4;
    private const long MemoryBytes = 1L << 30;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public async Task RunAsync(InstanceData target, CancellationToken cancellationToken)
    {
        if (OdooVersions.Major(target.OdooVersion) < FirstVersion)
            return;

        await runtime.EnsureNetworkAsync(cancellationToken);
        await connections.LendOwnerAsync(target.Server, target.Role, Connections, RunAsync, cancellationToken);

        async Task<int> RunAsync(string role, string password)
        {
            var job = new JobSpec
            {
                Name = LoadNames.Neutralise(target),
                Image = target.ImageId,
                Command = [OdooConfiguration.Executable, "neutralize", "--config", OdooConfiguration.Path, "-d", target.Database],
                Files = [CopyConfiguration.FileOf(target, role, password, random.Token(), MemoryBytes), OdooLauncher.File],
                MemoryBytes = MemoryBytes,
                Timeout = Patience,
            };
            var result = await runtime.RunToCompletionAsync(job, output: null, cancellationToken);
            return result.ExitCode == 0 ? 0 : throw JobFailure.Of(result, password, RestoreFailures.NotNeutralised, "Odoo could not neutralise the copy");
        }
    }
}
