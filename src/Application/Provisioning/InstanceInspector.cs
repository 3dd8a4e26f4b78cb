using Microsoft.Extensions.Logging;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>
/// Says of an instance what is wanted and what is there, and what would be done about it: by the observer and the planner that heal it. Changes
/// nothing, and takes no longer than <see cref="AtMost"/>: what does not answer is unknown.
/// </summary>
public sealed partial class InstanceInspector(
    InstanceObserver observer, DataObserver dataObserver, WorkloadSpecs specs, TimeProvider clock, ILogger<InstanceInspector> logger)
{
    public static readonly TimeSpan AtMost = TimeSpan.FromSeconds(10);

    /// <summary>Asks engine and server, and not the platform's database: many may be looked at side by side.</summary>
    /// <param name="known">Null for one that is terminated.</param>
    public async Task<InstanceViews> LookAsync(Instance instance, InstanceSecrets? known, CancellationToken cancellationToken)
    {
        var container = InTimeAsync(token => observer.LookAtContainerAsync(instance, token), cancellationToken);
        var database = InTimeAsync(token => observer.LookAtDatabaseAsync(instance, known, token), cancellationToken);
        await Task.WhenAll(container, database);
        return new(await container, await database);
    }

    public async Task<Inspection> ConcludeAsync(Instance instance, InstanceSecrets? known, InstanceViews seen, CancellationToken cancellationToken)
    {
        var wanted = known is null ? null : specs.Describe(instance, known);
        var desired = instance.Desired(wanted?.Fingerprint);
        IReadOnlyList<DriftLine> lines =
            [.. ContainerLines.Of(instance, desired, wanted, seen.Container), .. DatabaseLines.Of(instance, desired, seen.Database)];
        if (seen is not { Container: { } container, Database: { } database })
            return new(lines, Steps: null, Refusal: null);

        var observed = InstanceObserver.StateOf(instance, wanted, container, database);
        if (known is not null)
            observed = await dataObserver.ObserveAsync(new(instance, known, Convergence.Look(instance.Id)), observed, cancellationToken);
        var restart = observer.IsFrozen(instance, observed);
        var plan = instance.Status == InstanceStatus.Terminated ? [] : Planner.Plan(desired with { Restart = restart }, observed);
        return new(lines, plan, Planner.ReplacesData(desired, plan) ? InstanceReconciler.DataMissing : null);
    }

    private async Task<T?> InTimeAsync<T>(Func<CancellationToken, Task<T>> look, CancellationToken cancellationToken) where T : class
    {
        using var time = new CancellationTokenSource(AtMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            return await look(either.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A server that refuses its login is as silent as one that is away.
            NotSeen(e);
            return null;
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "An instance, or its database, cannot be looked at")]
    private partial void NotSeen(Exception exception);
}

/// <summary>What engine and server say of an instance; null for the one that does not answer.</summary>
public sealed record InstanceViews(ContainerView? Container, DatabaseView? Database);

/// <param name="Lines">Thing by thing.</param>
/// <param name="Steps">What the planner would do now; null when something that it has to know is not known.</param>
/// <param name="Refusal">Why nothing of it is done by itself (<c>data_missing</c>); null when it is.</param>
public sealed record Inspection(IReadOnlyList<DriftLine> Lines, IReadOnlyList<StepName>? Steps, string? Refusal);
