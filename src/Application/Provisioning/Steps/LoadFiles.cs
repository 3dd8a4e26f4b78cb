using SaaSOdoo.Application.Backups;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>Fills a volume with the files of an archive.</summary>
internal sealed class LoadFiles(IBackupRestores restores, BackupSource source) : IProvisioningStep
{
    public StepName Name => StepName.LoadFiles;

    public Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken) => source.LoadAsync(
        context,
        (archive, limits) => restores.LoadFilesAsync(
            context.Target, WorkloadSpecs.Labels(context.Instance), archive, limits, context.Progress, cancellationToken),
        cancellationToken);
}
