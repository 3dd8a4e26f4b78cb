using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Jobs;
using Spans = SaaSOdoo.Application.Common.Telemetry;

namespace SaaSOdoo.Infrastructure.Operations;

/// <summary>Runs one claimed operation to an outcome, and keeps its lease alive meanwhile.</summary>
internal sealed partial class OperationRunner(
    OperationQueue queue,
    Notifications notifications,
    IServiceScopeFactory scopes,
    IOptions<OperationOptions> options,
    TimeProvider clock,
    ILogger<OperationRunner> logger)
{
    public async Task RunAsync(Claim claim, CancellationToken stoppingToken)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var heartbeat = KeepLeaseAsync(claim, lost);
        try
        {
            await ExecuteAsync(claim, lost.Token, stoppingToken);
        }
        catch (LeaseLostException)
        {
            LeaseLost(claim.Id.Value);
        }
        finally
        {
            await lost.CancelAsync();
            await heartbeat;
            await queue.LetGoAsync(claim, CancellationToken.None);
        }
    }

    private async Task ExecuteAsync(Claim claim, CancellationToken cancellationToken, CancellationToken stoppingToken)
    {
        using var journal = new OperationJournal(claim, scopes, clock);
        Operation? running = null;
        await journal.WriteAsync(
            (operation, instance, now) =>
            {
                running = operation;
                instance.Begin(now);
            },
            cancellationToken);

        using var span = Spans.Source.StartActivity($"operation {running!.Kind}", ActivityKind.Consumer, running.TraceParent);
        span?.SetTag("saasodoo.operation", claim.Id.Value).SetTag("saasodoo.instance", running.InstanceId.Value);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var reconciler = scope.ServiceProvider.GetRequiredService<InstanceReconciler>();
            await reconciler.ReconcileAsync(running.InstanceId, running.Kind == OperationKind.Restart, journal, cancellationToken);
            await journal.WriteAsync((operation, instance, now) => Complete(operation, instance, now), cancellationToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await journal.WriteAsync((operation, now) => operation.HandBack(now), CancellationToken.None);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new LeaseLostException();
        }
        catch (Exception e) when (e is not LeaseLostException)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            await FailAsync(journal, e, cancellationToken);
        }
    }

    private static void Complete(Operation operation, Instance instance, DateTimeOffset now)
    {
        operation.Succeed(now);
        instance.Complete(operation.Kind, now);
        if (instance.Status == InstanceStatus.Running)
            instance.Observation.Saw(ContainerStatus.Running, InstanceHealth.Healthy, now);
        else if (instance.DesiredPower == DesiredPower.Gone)
            instance.Observation.Saw(ContainerStatus.Missing, InstanceHealth.Unknown, now);
        else
            instance.Observation.Saw(ContainerStatus.Exited, InstanceHealth.Unknown, now);
    }

    private Task FailAsync(OperationJournal journal, Exception exception, CancellationToken cancellationToken) => journal.WriteAsync(
        (operation, instance, now) =>
        {
            var failure = OperationFailure.Of(exception, operation);
            Failed(exception, operation.Id.Value, operation.Kind, failure.Code, failure.IsFinal);
            if (!failure.IsFinal)
            {
                operation.Postpone(failure.Code, failure.Detail, now + Backoff.After(operation.Attempt), failure.Counts, now);
                return;
            }

            operation.Fail(failure.Code, failure.Detail, now);
            instance.Fail(failure.Code, failure.Detail, now);
        },
        cancellationToken);

    private async Task KeepLeaseAsync(Claim claim, CancellationTokenSource lost)
    {
        // A cancellation notifies under the operation's id, so it is seen at once and not at the next heartbeat.
        using var changes = notifications.Subscribe(claim.Id.Value);
        try
        {
            while (await queue.ExtendAsync(claim, lost.Token))
                await changes.WaitAsync(options.Value.Lease / 3, clock, lost.Token);
            await lost.CancelAsync();
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (Exception e)
        {
            // Without the heartbeat nobody knows whether the lease still holds: stop; the operation is claimed again after it ran out.
            HeartbeatFailed(e, claim.Id.Value);
            await lost.CancelAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Operation {Operation} belongs to somebody else by now; stopped")]
    private partial void LeaseLost(Guid operation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Operation {Operation}: the heartbeat failed")]
    private partial void HeartbeatFailed(Exception exception, Guid operation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Operation {Operation} ({Kind}) failed with {Code}; final: {Final}")]
    private partial void Failed(Exception exception, Guid operation, OperationKind kind, string code, bool final);
}
