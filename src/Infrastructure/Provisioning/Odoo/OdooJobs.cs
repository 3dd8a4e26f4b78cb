using System.Text.Json;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Provisioning.Templates;

namespace SaaSOdoo.Infrastructure.Provisioning.Odoo;

/// <summary>Runs Odoo once against a template being built.</summary>
internal sealed class OdooJobs(IContainerRuntime runtime, IRandomSecrets random, IOptions<OdooOptions> options)
{
    private const string ScriptPath = "/etc/odoo/uninstall.py";
    private const int FirstVersionWithoutDemoByDefault = 19;

    public Task InitialiseAsync(TemplateWorkspace site, TemplateSpec spec, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report("Initialising database");
        return RunAsync(site, spec, Install(site, spec, ["base"]), options.Value.InitTimeout, progress, cancellationToken);
    }

    public Task InstallAsync(
        TemplateWorkspace site,
        TemplateSpec spec,
        IReadOnlyList<string> modules,
        IProgress<string> progress,
        CancellationToken cancellationToken)
    {
        progress.Report($"Installing {string.Join(", ", modules)}");
        return RunAsync(site, spec, Install(site, spec, modules), options.Value.InstallTimeout, progress, cancellationToken);
    }

    public Task UninstallAsync(
        TemplateWorkspace site,
        TemplateSpec spec,
        IReadOnlyList<string> modules,
        IProgress<string> progress,
        CancellationToken cancellationToken)
    {
        progress.Report($"Uninstalling {string.Join(", ", modules)}");
        var script = $"""
            modules = env["ir.module.module"].search([("name", "in", {JsonSerializer.Serialize(modules)}), ("state", "=", "installed")])
            modules.button_immediate_uninstall()
            env.cr.commit()

            """;

        // The shell reads a script from its standard input only.
        var command = $"exec {OdooConfiguration.Executable} shell -d {site.Database} --no-http <{ScriptPath}";
        return RunAsync(
            site, spec, ["sh", "-c", command], options.Value.InstallTimeout, progress, cancellationToken, Private(ScriptPath, script));
    }

    private static string[] Install(TemplateWorkspace site, TemplateSpec spec, IReadOnlyList<string> modules)
    {
        string[] demo = (spec.DemoData, spec.MajorVersion() >= FirstVersionWithoutDemoByDefault) switch
        {
            (true, true) => ["--with-demo"],
            (false, false) => ["--without-demo=all"],
            _ => [],
        };
        string[] install = ["-d", site.Database, "-i", string.Join(',', modules), "--no-http", "--stop-after-init"];
        return [OdooConfiguration.Executable, .. install, .. demo];
    }

    private async Task RunAsync(
        TemplateWorkspace site,
        TemplateSpec spec,
        IReadOnlyList<string> command,
        TimeSpan timeout,
        IProgress<string> progress,
        CancellationToken cancellationToken,
        params WorkloadFile[] files)
    {
        var job = new JobSpec
        {
            Name = site.Names.Job,
            Image = spec.ImageId,
            Command = command,
            Labels = site.Labels,
            Files = [Configuration(site), .. files],
            Volumes = [new VolumeMount(site.Names.Volume, OdooConfiguration.DataDirectory)],
            Timeout = timeout,
        };
        var result = await runtime.RunToCompletionAsync(job, new InstallProgress(progress), cancellationToken);
        if (result.ExitCode != 0)
            throw JobFailure.Of(result, site.Password);
    }

    private WorkloadFile Configuration(TemplateWorkspace site)
    {
        var configuration = new OdooConfiguration
        {
            DatabaseHost = site.Server.InstanceHost,
            DatabasePort = site.Server.InstancePort,
            DatabaseUser = site.Names.Owner,
            DatabasePassword = site.Password,
            DatabaseName = site.Database,
            MasterPassword = random.Token(),
            MemoryBytes = 2L << 30,
        };
        return Private(OdooConfiguration.Path, configuration.Render());
    }

    private static WorkloadFile Private(string path, string content) =>
        new(path, content, OdooConfiguration.FileMode, OdooConfiguration.FileOwner);
}
