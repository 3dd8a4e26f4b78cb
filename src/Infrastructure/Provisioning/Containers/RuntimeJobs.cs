using System.Globalization;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Containers that run once.</summary>
internal sealed class RuntimeJobs(
    DockerEngine engine, RuntimeContainers containers, ContainerShape shape, ContainerFiles files, LogLines lines, ContainerCleanup cleanup)
{
    private const int TailLength = 200;

    // For diagnosis; all of them are held at once.
    private const int LongestLine = 4096;

    public async Task<JobResult> RunAsync(JobSpec job, IProgress<string>? output, CancellationToken cancellationToken)
    {
        await containers.RemoveAsync(job.Name, cancellationToken);
        string? own = null;
        try
        {
            var id = await containers.CreateAsync(shape.Of(job), cancellationToken);
            own = id;
            if (job.Files.Count > 0)
                await files.PutAsync(id, await ImageIdAsync(id, cancellationToken), job.Files, cancellationToken);
            if (job.Input is { } input)
                await files.PutAsync(id, await ImageIdAsync(id, cancellationToken), input, cancellationToken);
            await engine.CallAsync((docker, token) => docker.Containers.StartContainerAsync(id, cancellationToken: token), cancellationToken);
            return await FollowAsync(id, job.Timeout, output, cancellationToken);
        }
        finally
        {
            // Kills it, too, when it still runs.
            await cleanup.RemoveAsync(job.Name, own);
        }
    }

    private async Task<string> ImageIdAsync(string id, CancellationToken cancellationToken) =>
        (await containers.InspectAsync(id, cancellationToken))?.Image
        ?? throw new WorldChangedException(Refusal.Refused, "The job's container was removed by somebody else.");

    private async Task<JobResult> FollowAsync(string id, TimeSpan timeout, IProgress<string>? output, CancellationToken cancellationToken)
    {
        var tail = new Queue<string>();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(timeout);
        try
        {
            await foreach (var line in lines.ReadAsync(id, "all", follow: true, limited.Token))
                Keep(tail, line, output);
            var ended = await engine.FollowAsync((docker, token) => docker.Containers.WaitContainerAsync(id, token), limited.Token);
            var whole = await ReadTailAsync(id, limited.Token);
            foreach (var line in Missed([.. tail], whole))
                output?.Report(line);
            return new((int)ended.StatusCode, whole);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Keep(tail, string.Create(CultureInfo.InvariantCulture, $"Killed: it did not end within {timeout}."), output);
            return new(JobResult.TimedOut, [.. tail]);
        }
    }

    // Following may end before a last line without a line break is written; what ended tells all.
    private async Task<IReadOnlyList<string>> ReadTailAsync(string id, CancellationToken cancellationToken)
    {
        var tail = new Queue<string>();
        await foreach (var line in lines.ReadAsync(id, TailLength.ToString(CultureInfo.InvariantCulture), follow: false, cancellationToken))
            Keep(tail, line, output: null);
        return [.. tail];
    }

    // What was followed is the beginning of all that was written.
    private static IEnumerable<string> Missed(IReadOnlyList<string> followed, IReadOnlyList<string> whole)
    {
        var missed = 0;
        while (!whole.SkipLast(missed).SequenceEqual(followed.TakeLast(whole.Count - missed), StringComparer.Ordinal))
            missed++;
        return whole.TakeLast(missed);
    }

    private static void Keep(Queue<string> tail, string line, IProgress<string>? output)
    {
        if (tail.Count == TailLength)
            tail.Dequeue();
        var kept = line.Length <= LongestLine ? line : line[..LongestLine];
        tail.Enqueue(kept);
        output?.Report(kept);
    }
}
