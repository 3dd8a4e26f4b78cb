using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>
/// Builds a template from nothing or from its base; what it began is removed when it fails. Unless it lost its lock: then what lies under
/// these names may be the next builder's already, and is left to it.
/// </summary>
internal sealed partial class TemplateBuilder(
    TemplateWorkspaces workspaces, OdooJobs jobs, TemplateStore store, TimeProvider time, ILogger<TemplateBuilder> logger)
{
    // Short enough for a shutdown; what is left then, the next builder removes.
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(20);

    /// <exception cref="LockLostException">It stopped where it was: nothing is removed, nothing is listed.</exception>
    public Task<OdooTemplateRow> BuildAsync(
        DatabaseServer server,
        TemplateSpec spec,
        BaseTemplate? from,
        HeldLock held,
        IProgress<string> progress,
        CancellationToken cancellationToken) =>
        held.RunAsync(token => BuildAsync(server, spec, from, held.Lost, progress, token), cancellationToken);

    private async Task<OdooTemplateRow> BuildAsync(
        DatabaseServer server,
        TemplateSpec spec,
        BaseTemplate? from,
        CancellationToken lost,
        IProgress<string> progress,
        CancellationToken cancellationToken)
    {
        var names = TemplateNames.Of(server.Id, spec);
        var began = time.GetTimestamp();
        try
        {
            var workspace = await workspaces.OpenAsync(server, names, spec, from?.Template, cancellationToken);
            if (from is null)
                await jobs.InitialiseAsync(workspace, spec, progress, cancellationToken);
            else
                await ChangeModulesAsync(workspace, spec, from.Plan, progress, cancellationToken);

            progress.Report("Sealing the template");
            var catalogue = await workspaces.ReadModulesAsync(workspace, cancellationToken);
            Check(catalogue, spec);
            await workspaces.SealAsync(workspace, cancellationToken);

            cancellationToken.ThrowIfCancellationRequested();
            return await store.AddAsync(server, spec, catalogue, time.GetElapsedTime(began), cancellationToken);
        }
        catch when (!lost.IsCancellationRequested)
        {
            await CleanUpAsync(new TemplateWorkspace(server, names, ""), lost);
            throw;
        }
    }

    private static void Check(ModuleCatalogue catalogue, TemplateSpec spec)
    {
        if (spec.Modules.Prepend("base").FirstOrDefault(m => !catalogue.IsInstalled(m)) is { } missing)
            throw new RefusedException("template_failed", $"Odoo ended without an error, but did not install {missing}.");
        if (spec.DisabledModules.FirstOrDefault(catalogue.IsInstalled) is { } remaining)
            throw new RefusedException("template_failed", $"Odoo ended without an error, but did not uninstall {remaining}.");
    }

    private async Task ChangeModulesAsync(
        TemplateWorkspace workspace, TemplateSpec spec, ModulePlan plan, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (plan.Install.Count > 0)
            await jobs.InstallAsync(workspace, spec, plan.Install, progress, cancellationToken);

        // Modules that install themselves when what they join is there.
        var catalogue = await workspaces.ReadModulesAsync(workspace, cancellationToken);
        string[] surplus = [.. plan.Disabled.Where(catalogue.IsInstalled)];
        if (surplus.Length > 0)
            await jobs.UninstallAsync(workspace, spec, surplus, progress, cancellationToken);
    }

    private async Task CleanUpAsync(TemplateWorkspace workspace, CancellationToken lost)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(lost);
        limited.CancelAfter(CleanUpTime);
        try
        {
            await workspaces.ClearAsync(workspace, limited.Token);
        }
        catch (Exception e)
        {
            NotRemoved(e, workspace.Database);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was built of {Template} could not be removed; the next builder will")]
    private partial void NotRemoved(Exception exception, string template);
}

/// <summary>What a template with modules starts from.</summary>
internal sealed record BaseTemplate(OdooTemplate Template, ModulePlan Plan);
