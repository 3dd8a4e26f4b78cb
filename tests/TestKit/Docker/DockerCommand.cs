using System.Diagnostics;

namespace SaaSOdoo.TestKit.Docker;

/// <summary>The docker command line, as an operator or an intruder would use it; it finds the engine by DOCKER_HOST as we do.</summary>
public static class DockerCommand
{
    /// <returns>Its output, without the last line break.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has what it said.</exception>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var result = await TryAsync(arguments);
        return result.ExitCode == 0
            ? result.Output.TrimEnd('\n')
            : throw new InvalidOperationException($"docker {arguments[0]} ended with {result.ExitCode}: {result.Output}{result.Errors}");
    }

    public static async Task<IReadOnlyList<string>> LinesAsync(params string[] arguments) =>
        (await RunAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static async Task<CommandResult> TryAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("docker", arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw Requires.Missing("the docker command line is not installed (apt-get install docker-cli or docker.io)");
        }
    }
}

public sealed record CommandResult(int ExitCode, string Output, string Errors);
