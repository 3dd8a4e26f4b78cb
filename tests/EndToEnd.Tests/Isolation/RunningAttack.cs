using System.Diagnostics;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Isolation;

/// <summary>An attack that goes on inside an instance until it is disposed.</summary>
internal sealed class RunningAttack : IAsyncDisposable
{
    private const string Begun = "BEGUN";
    private readonly OdooInstance instance;
    private readonly Process process;

    private RunningAttack(OdooInstance instance, Process process) => (this.instance, this.process) = (instance, process);

    public static async Task<RunningAttack> StartAsync(OdooInstance instance, string attack)
    {
        var script = $"{SqlAttacks.Prelude}{attack}\nprint(\"{Begun}\", flush=True)\nagain_and_again(attack)\n";
        var started = Process.Start(new ProcessStartInfo(
            "docker", ["exec", "--user", "odoo", instance.Container, "python3", "-c", script, Marker])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        if (await started.StandardOutput.ReadLineAsync() != Begun)
            throw new InvalidOperationException($"The attack did not begin: {await started.StandardError.ReadToEndAsync()}");
        return new(instance, started);
    }

    // Ending the command line leaves what it started; only what bears the marker is ended.
    public async ValueTask DisposeAsync()
    {
        await DockerCommand.TryAsync("exec", "--user", "odoo", instance.Container, "python3", "-c", End, Marker);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private const string Marker = "attack-of-a-test";

    private const string End = """
        import os, signal, sys
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                words = open(f"/proc/{pid}/cmdline").read().split("\0")
            except OSError:
                continue
            if sys.argv[1] in words and int(pid) != os.getpid():
                os.kill(int(pid), signal.SIGKILL)
        """;
}
