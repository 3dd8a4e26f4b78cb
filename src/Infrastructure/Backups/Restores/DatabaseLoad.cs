using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>Loads the dump of an archive, within bounds of time and size that are watched from outside: the dump may change those inside.</summary>
internal sealed partial class DatabaseLoad(
    LoadTool tools, LoadJob job, LoadedDatabase database, IRandomSecrets random, IOptions<RestoreOptions> options, TimeProvider clock, ILogger<DatabaseLoad> logger)
{
    // Text may be larger than the table it becomes: bytes are written as two digits each.
    private const int TextPerByte = 2;
    private const long SmallDump = 64L << 20;
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(30);

    public async Task RunAsync(
        InstanceData target, Guid instance, OdooArchive archive, RestoreLimits limits, IProgress<string> progress, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(limits.Time, clock);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        try
        {
            await LoadAsync(target, instance, archive, limits, progress, limited.Token);
        }
        catch (OperationCanceledException e) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw RestoreFailures.TooSlow(limits.Time, e);
        }
    }

    private async Task LoadAsync(
        InstanceData target, Guid instance, OdooArchive archive, RestoreLimits limits, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var entry = archive.Dump;
        if (entry.Length > Math.Max(SmallDump, limits.DatabaseBytes * TextPerByte))
            throw RestoreFailures.DatabaseTooLarge(limits.DatabaseBytes);

        var image = await tools.FindAsync(target, cancellationToken);
        var role = LoadRole.New(target, random);
        try
        {
            progress.Report("Preparing the database");
            await database.BeginAsync(target, role, cancellationToken);
            await using var text = await BoundedEntry.OpenAsync(entry, cancellationToken);
            await using var dump = new FilteredDump(text, entry.Length);
            await WatchAsync(
                target, limits, progress, token => job.RunAsync(target, instance, image, role, dump, limits.Time, token), cancellationToken);
            if (dump.LeftOut.Count > 0)
                progress.Report($"Left out of the dump: {string.Join(", ", dump.LeftOut.Select(l => $"{l.Value} × {l.Key}"))}");
            await database.FinishAsync(target, instance, role, cancellationToken);
        }
        catch (Exception e) when (e is not RefusedException { Code: "database_owner" })
        {
            await CleanUpAsync(target);
            throw;
        }
    }

    private async Task WatchAsync(
        InstanceData target, RestoreLimits limits, IProgress<string> progress, Func<CancellationToken, Task> load, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var loading = load(stop.Token);
        try
        {
            using var timer = new PeriodicTimer(options.Value.MeasureEvery, clock);
            while (!loading.IsCompleted)
            {
                await Task.WhenAny(loading, timer.WaitForNextTickAsync(cancellationToken).AsTask());
                var size = await database.MeasureAsync(target, cancellationToken);
                if (size > limits.DatabaseBytes)
                    throw RestoreFailures.DatabaseTooLarge(limits.DatabaseBytes);
                progress.Report($"Loading the database: {size >> 20} MB");
            }
        }
        catch
        {
            await stop.CancelAsync();
            // Its container is removed by now; what it says of that does not matter.
            await loading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }

        await loading;
    }

    private async Task CleanUpAsync(InstanceData target)
    {
        using var limit = new CancellationTokenSource(CleanUpTime, clock);
        try
        {
            await database.ClearAsync(target, limit.Token);
        }
        catch (Exception e)
        {
            // The next attempt begins with it.
            NotCleared(e, target.Database);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was loaded of {Database} could not be removed; the next attempt will")]
    private partial void NotCleared(Exception exception, string database);
}
