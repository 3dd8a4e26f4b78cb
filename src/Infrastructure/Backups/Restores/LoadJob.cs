using System.Globalization;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>Runs psql in a container, where it reaches nothing but the database.</summary>
internal sealed class LoadJob(IContainerRuntime runtime, ServerConnections connections)
{
    private const string DumpPath = "/etc/odoo/saasodoo-dump.sql";
    private const string PasswordPath = "/etc/odoo/saasodoo-pgpass";
    private const long MemoryBytes = 1L << 30;

    /// <exception cref="RefusedException">What psql, or the server, said to the dump.</exception>
    public async Task RunAsync(InstanceData target, Guid instance, string imageId, LoadRole role, FilteredDump dump, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await runtime.EnsureNetworkAsync(cancellationToken);
        var started = await connections.StartOfServerAsync(target.Server, cancellationToken);
        var result = await runtime.RunToCompletionAsync(Spec(target, instance, imageId, role, dump, timeout), output: null, cancellationToken);
        if (result.ExitCode == 0)
            return;

        var failure = LoadFailure.Of(result, timeout);
        // Whose session was ended while the server ran on was in others' way; otherwise it is the server that went.
        throw failure is LoadFailure.Ended && await connections.StartOfServerAsync(target.Server, cancellationToken) != started ? ServerFailures.Unavailable(failure) : failure;
    }

    private static JobSpec Spec(InstanceData target, Guid instance, string imageId, LoadRole role, FilteredDump dump, TimeSpan timeout)
    {
        var server = target.Server;
        var login = string.Create(
            CultureInfo.InvariantCulture,
            $"host={server.InstanceHost} port={server.InstancePort} dbname={target.Database} user={role.Name} passfile={PasswordPath} application_name=saasodoo-load");
        return new()
        {
            Name = LoadNames.Job(target),
            Image = imageId,
            // In one transaction it would lock everything it makes until its end, and be no safer.
            Command = ["psql", "-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", DumpPath, "-d", login],
            Labels = WorkloadSpecs.LabelsOf(instance),
            Files = [new(PasswordPath, $"*:*:*:*:{role.Password}\n", OdooConfiguration.FileMode, OdooConfiguration.FileOwner)],
            Input = new(DumpPath, dump, dump.TotalLength, OdooConfiguration.FileOwner),
            MemoryBytes = MemoryBytes,
            Timeout = timeout,
        };
    }
}
