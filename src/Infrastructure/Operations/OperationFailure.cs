using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Jobs;

namespace SaaSOdoo.Infrastructure.Operations;

/// <summary>What a failed attempt means: waited out, tried again, or final.</summary>
/// <param name="Detail">For the customer.</param>
/// <param name="IsFinal">No further attempt.</param>
/// <param name="Counts">Whether the attempt counts towards the limit.</param>
internal sealed record OperationFailure(string Code, string Detail, bool IsFinal, bool Counts)
{
    public static OperationFailure Of(Exception exception, Operation operation) => exception switch
    {
        DependencyUnavailableException away => new(
            "dependency_unavailable", $"{away.Dependency} does not answer; trying again until it does.", IsFinal: false, Counts: false),
        // The connection that held the lock ended: PostgreSQL was restarted, or the network was. What was begun is begun anew.
        LockLostException => new(
            "dependency_unavailable", "The platform's database was away for a moment; trying again.", IsFinal: false, Counts: false),
        // The world has changed since the plan was made: a port was taken, a container removed. The next attempt looks anew and plans again.
        RefusedException changed when changed is WorldChangedException or { Code: "port_taken" or "runtime_refused" } =>
            new(changed.Code, changed.Message, IsLast(operation), Counts: true),
        // Another instance may be stopped at any moment.
        RefusedException { Code: "no_free_port" } full => new(full.Code, full.Message, IsFinal: false, Counts: false),
        // Until an operator gives one, or another instance goes.
        RefusedException none when AllocationRefusals.Waits(none) => new(none.Code, none.Message, IsFinal: false, Counts: false),
        LastBackupRefusedException refused => new(refused.Code, refused.Message, IsFinal: true, Counts: true),
        // A termination never gives up: nothing of an instance may be left behind.
        RefusedException refused => new(refused.Code, refused.Message, operation.Kind != OperationKind.Terminate, Counts: true),
        _ => new("internal_error", "Something went wrong on our side. It has been recorded; retry starts over from what is there.",
            IsLast(operation), Counts: true),
    };

    private static bool IsLast(Operation operation) => operation.IsLastAttempt && operation.Kind != OperationKind.Terminate;
}
