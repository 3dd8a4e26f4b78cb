using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using Spans = SaaSOdoo.Application.Common.Telemetry;

namespace SaaSOdoo.Infrastructure.Operations;

/// <summary>Runs one claimed operation to an outcome.</summary>
internal sealed partial class OperationRunner(
    OperationQueue queue, ConvergenceRounds rounds, IServiceScopeFactory scopes, TimeProvider clock, ILogger<OperationRunner> logger)
{
    private static readonly OperationFailure WorkersLost = new(
        "workers_lost", "The work was begun again and again, and never ended. It has been recorded; retry starts over from what is there.",
        IsFinal: true, Counts: true);

    /// <param name="cancellationToken">The worker stops, or the lease is lost.</param>
    public async Task RunAsync(Lease lease, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(lease, cancellationToken);
        }
        catch (LeaseLostException)
        {
            LeaseLost(lease.Id);
        }
        finally
        {
            // When it was cancelled: the one that takes its place waits for that.
            await queue.LetGoAsync(lease, CancellationToken.None);
        }
    }

    private async Task ExecuteAsync(Lease lease, CancellationToken cancellationToken)
    {
        using var journal = new OperationJournal(lease, scopes, clock);
        Operation? running = null;
        await journal.WriteAsync(
            (operation, instance, now) =>
            {
                running = operation;
                if (operation.LostItsWorkers)
                {
                    Fail(operation, instance, WorkersLost, now);
                }
                else
                {
                    instance.Begin(now);
                    instance.Allocation.TakeOver();
                }
            },
            cancellationToken);
        if (running!.Status != OperationStatus.Running)
            return;

        using var span = Spans.Source.StartActivity($"operation {running.Kind}", ActivityKind.Consumer, running.TraceParent);
        span?.SetTag("saasodoo.operation", lease.Id).SetTag("saasodoo.instance", running.InstanceId.Value);
        try
        {
            await rounds.RunAsync(running, journal, cancellationToken);
            await journal.WriteAsync((operation, instance, now) => Complete(operation, instance, now), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await journal.WriteAsync((operation, now) => operation.HandBack(now), CancellationToken.None);
        }
        catch (WaitingException waiting)
        {
            await journal.WriteAsync((operation, now) => operation.Wait(waiting.Message, now), CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException)
        {
            // A step would have written what another run has taken over.
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
        if (operation is { UndoCode: { } code, UndoDetail: { } detail })
        {
            operation.Fail(code, detail, now);
            instance.PutBack(operation.Kind, code, detail, now);
        }
        else
        {
            operation.Succeed(now);
            if (!operation.ChangesInstance)
                return;
            instance.Complete(operation.Kind, now);
        }

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
            if (failure.IsFinal)
                Fail(operation, instance, failure, now);
            else if (failure.Counts)
                operation.Postpone(failure.Code, failure.Detail, now);
            else
                operation.Pause(failure.Code, failure.Detail, now);
        },
        cancellationToken);

    private static void Fail(Operation operation, Instance instance, OperationFailure failure, DateTimeOffset now)
    {
        if (operation.CanUndo)
        {
            operation.Undo(failure.Code, failure.Detail, now);
            return;
        }

        operation.Fail(failure.Code, failure.Detail, now);
        if (operation.ChangesInstance)
            instance.Fail(failure.Code, failure.Detail, now);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Operation {Operation} belongs to somebody else by now; stopped")]
    private partial void LeaseLost(Guid operation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Operation {Operation} ({Kind}) failed with {Code}; final: {Final}")]
    private partial void Failed(Exception exception, Guid operation, OperationKind kind, string code, bool final);
}
