using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Provisioning;

/// <summary>What is done to an instance or to what the platform depends on, behind its back. What is not there cannot be damaged: that is no error.</summary>
/// <param name="outage">How long what the platform depends on is away.</param>
internal sealed class Damage(OdooPlatform platform, TimeSpan outage)
{
    // Recreated in an instant: containers are started from it only when they are made anew.
    private static readonly TimeSpan Blink = TimeSpan.FromSeconds(2);

    public IReadOnlyDictionary<string, Func<OdooInstance, Task>> Kinds => new Dictionary<string, Func<OdooInstance, Task>>(StringComparer.Ordinal)
    {
        ["rm"] = i => DockerAsync("rm", "--force", "--volumes", i.Container),
        ["stop"] = i => DockerAsync("stop", "--time", "1", i.Container),
        ["kill"] = i => DockerAsync("kill", i.Container),
        ["pause"] = i => DockerAsync("pause", i.Container),
        ["freeze"] = i => DockerAsync("kill", "--signal", "STOP", i.Container),
        ["disconnect"] = i => DockerAsync("network", "disconnect", platform.Network, i.Container),
        ["login"] = i => SqlAsync($"ALTER ROLE \"{i.Database}\" NOLOGIN", i),
        ["password"] = i => SqlAsync($"ALTER ROLE \"{i.Database}\" PASSWORD 'somebody changed it'", i),
        ["owner"] = i => SqlAsync($"ALTER DATABASE \"{i.Database}\" OWNER TO CURRENT_USER", i),
        ["image"] = RemoveImageAsync,
        ["label"] = LoseVolumeLabelsAsync,
        ["engine"] = _ => FreezeEngineAsync(),
        ["postgres"] = RestartPostgresAsync,
    };

    private static async Task DockerAsync(params string[] command) => await DockerCommand.TryAsync(command);

    private async Task SqlAsync(string sql, OdooInstance instance)
    {
        await platform.Postgres.ExecuteAsync(sql);
        await EndSessionsAsync(instance);
    }

    private Task EndSessionsAsync(OdooInstance instance) => platform.Postgres.ExecuteAsync(
        $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{instance.Database}' and usename = '{instance.Database}'");

    // The name goes, not what other platforms run; an operator loads it again.
    private async Task RemoveImageAsync(OdooInstance instance)
    {
        await DockerAsync("rmi", platform.Image("19.0"));
        await DockerAsync("rm", "--force", "--volumes", instance.Container);
        await Task.Delay(Blink);
        await DockerCommand.RunAsync("tag", "odoo:19.0", platform.Image("19.0"));
    }

    private async Task FreezeEngineAsync()
    {
        platform.Engine.Freeze();
        await Task.Delay(outage);
        platform.Engine.SwitchOn();
    }

    private async Task RestartPostgresAsync(OdooInstance instance)
    {
        platform.DatabaseServer.SwitchOff();
        await EndSessionsAsync(instance);
        await Task.Delay(Blink);
        await EndSessionsAsync(instance);
        platform.DatabaseServer.SwitchOn();
    }

    // Labels cannot be changed: the volume is another one with the same files. The platform must touch neither, until an operator repairs it.
    private static async Task LoseVolumeLabelsAsync(OdooInstance instance)
    {
        var (volume, copy) = (instance.Container, $"{instance.Container}-copy");
        string[] labels = [.. (await DockerCommand.LinesAsync(
                "volume", "inspect", "--format", "{{range $k, $v := .Labels}}{{$k}}={{$v}}{{println}}{{end}}", volume))
            .SelectMany(label => new[] { "--label", label })];
        await DockerCommand.RunAsync("volume", "create", copy);
        try
        {
            await CopyAsync(volume, copy);
            await DockerAsync("rm", "--force", instance.Container);
            if ((await DockerCommand.TryAsync("volume", "rm", volume)).ExitCode != 0)
                return;

            await DockerCommand.RunAsync("volume", "create", volume);
            await CopyAsync(copy, volume);
            await Task.Delay(Blink);
            await DockerAsync("rm", "--force", instance.Container);
            await DockerCommand.RunAsync("volume", "rm", volume);
            await DockerCommand.RunAsync(["volume", "create", .. labels, volume]);
            await CopyAsync(copy, volume);
        }
        finally
        {
            await DockerAsync("volume", "rm", copy);
        }
    }

    private static Task<string> CopyAsync(string from, string to) => DockerCommand.RunAsync(
        "run", "--rm", "--user", "0", "--volume", $"{from}:/from", "--volume", $"{to}:/to", "--entrypoint", "cp", "odoo:19.0", "-a", "/from/.", "/to/");
}
