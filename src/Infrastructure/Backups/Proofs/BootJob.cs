using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Backups.Restores;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups.Proofs;

/// <summary>
/// Starts Odoo in a job and asks it from inside its own container: nothing is published, nothing has to be on this host, and the job's end is
/// Odoo's. What runs in it may be a stranger's and may lie; it would lie to its owner about his own backup.
/// </summary>
internal sealed partial class BootJob(IContainerRuntime runtime, ServerConnections connections, IRandomSecrets random, IOptions<ProofOptions> options)
{
    /// <summary>Code of what does not serve.</summary>
    public const string NotBooted = "not_booted";

    private static readonly TimeSpan StartAndEnd = TimeSpan.FromMinutes(1);

    /// <exception cref="RefusedException">Code <c>not_booted</c>.</exception>
    public async Task RunAsync(InstanceData copy, BackupProofId proof, string password, CancellationToken cancellationToken)
    {
        await runtime.EnsureNetworkAsync(cancellationToken);
        var started = await connections.StartOfServerAsync(copy.Server, cancellationToken);
        var result = await runtime.RunToCompletionAsync(Spec(copy, proof, password), output: null, cancellationToken);
        if (result.ExitCode == 0)
            return;

        var refused = new RefusedException(NotBooted, $"Odoo does not serve the restored data: {ReasonOf(result)}.");
        throw await connections.StartOfServerAsync(copy.Server, cancellationToken) != started ? ServerFailures.Unavailable(refused) : refused;
    }

    public Task EndAsync(InstanceData copy, CancellationToken cancellationToken) => runtime.RemoveAsync(NameOf(copy), cancellationToken);

    private JobSpec Spec(InstanceData copy, BackupProofId proof, string password)
    {
        var settings = options.Value;
        return new()
        {
            Name = NameOf(copy),
            Image = copy.ImageId,
            Command = BootScript.Command(settings.BootTimeout),
            Labels = WorkloadSpecs.LabelsOf(proof.Value),
            Files = [CopyConfiguration.FileOf(copy, copy.Role, password, random.Token(), settings.MemoryBytes), OdooLauncher.File, BootScript.File],
            Volumes = [new(copy.Volume, OdooConfiguration.DataDirectory)],
            Cpus = settings.Cpus,
            MemoryBytes = settings.MemoryBytes,
            Timeout = settings.BootTimeout + StartAndEnd,
        };
    }

    // Only words of the script's own: what runs beside it may print its mark as well.
    private static string ReasonOf(JobResult result) => result.ExitCode switch
    {
        JobResult.TimedOut => "it did not end in time",
        JobResult.Killed => "it needed more memory than it may have",
        _ => result.Tail.Select(l => Reason().Match(l)).LastOrDefault(m => m.Success)?.Groups["reason"].Value ?? "it gave no reason",
    };

    [GeneratedRegex(
        "^" + BootScript.Mark + @"(?<reason>it stopped at its start \(exit code -?[0-9]{1,5}\)|it did not answer in time|its login page answers [0-9]{3}"
        + "|its login page names no style and no script|a style or script of its login page (does not come|answers [0-9]{3} with [0-9]{1,9} bytes))$",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reason();

    private static string NameOf(InstanceData copy) => $"{copy.Volume}.boot";
}
