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

    public Task InitialiseAsync(TemplateWorkspace workspace, TemplateSpec spec, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report("Initialising database");
        return RunAsync(workspace, spec, Install(workspace, spec, ["base"]), options.Value.InitTimeout, progress, cancellationToken);
    }

    public Task InstallAsync(
        TemplateWorkspace workspace,
        TemplateSpec spec,
        IReadOnlyList<string> modules,
        IProgress<string> progress,
        CancellationToken cancellationToken)
    {
        progress.Report($"Installing {string.Join(", ", modules)}");
        return RunAsync(workspace, spec, Install(workspace, spec, modules), options.Value.InstallTimeout, progress, cancellationToken);
    }

    public Task UninstallAsync(
        TemplateWorkspace workspace,
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
        var command = $"exec {OdooConfiguration.Executable} shell --config {OdooConfiguration.Path} -d {workspace.Database} --no-http <{ScriptPath}";
        return RunAsync(
            workspace, spec, ["sh", "-c", command], options.Value.InstallTimeout, progress, cancellationToken, Private(ScriptPath, script));
    }

    private static IReadOnlyList<string> Install(TemplateWorkspace workspace, TemplateSpec spec, IReadOnlyList<string> modules)
    {
        string[] demo = (spec.DemoData, OdooVersions.Major(spec.OdooVersion) >= FirstVersionWithoutDemoByDefault) switch
        {
            (true, true) => ["--with-demo"],
            (false, false) => ["--without-demo=all"],
            _ => [],
        };
        string[] install = ["-d", workspace.Database, "-i", string.Join(',', modules), "--no-http", "--stop-after-init"];
        return OdooConfiguration.Command([.. install, .. demo]);
    }

    private async Task RunAsync(
        TemplateWorkspace workspace,
        TemplateSpec spec,
        IReadOnlyList<string> command,
        TimeSpan timeout,
        IProgress<string> progress,
        CancellationToken cancellationToken,
        params WorkloadFile[] files)
    {
        var job = new JobSpec
        {
            Name = workspace.Names.Job,
            Image = spec.ImageId,
            Command = command,
            Labels = workspace.Labels,
            Files = [Configuration(workspace), OdooLauncher.File, .. files],
            Volumes = [new VolumeMount(workspace.Names.Volume, OdooConfiguration.DataDirectory)],
            Timeout = timeout,
        };
        var result = await runtime.RunToCompletionAsync(job, new InstallProgress(progress), cancellationToken);
        if (result.ExitCode != 0)
            throw JobFailure.Of(result, workspace.Password);
    }

    private WorkloadFile Configuration(TemplateWorkspace workspace)
    {
        var configuration = new OdooConfiguration
        {
            DatabaseHost = workspace.Server.InstanceHost,
            DatabasePort = workspace.Server.InstancePort,
            DatabaseUser = workspace.Names.Owner,
            DatabasePassword = workspace.Password,
            DatabaseName = workspace.Database,
            MasterPassword = random.Token(),
            MemoryBytes = 2L << 30,
        };
        return configuration.ToFile();
    }

    private static WorkloadFile Private(string path, string content) =>
        new(path, content, OdooConfiguration.FileMode, OdooConfiguration.FileOwner);
}
