using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Infrastructure.Operations;

/// <summary>
/// Looks, plans and runs what is missing; when the world changed between plan and step, looks and plans again. Each round has a context of
/// its own, so that it sees what is there now.
/// </summary>
internal sealed partial class ConvergenceRounds(IServiceScopeFactory scopes, ILogger<ConvergenceRounds> logger)
{
    /// <summary>Somebody who changes the world quicker than that is answered after a pause.</summary>
    public const int AtOnce = 3;

    public async Task RunAsync(Operation operation, OperationJournal journal, CancellationToken cancellationToken)
    {
        for (var round = 1; ; round++)
        {
            try
            {
                var wanted = Convergence.Of(operation);
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<InstanceReconciler>().ReconcileAsync(wanted, journal, cancellationToken);
                return;
            }
            catch (WorldChangedException changed) when (round < AtOnce)
            {
                Changed(operation.InstanceId.Value, changed.Message);
                operation = await journal.ReadAsync(cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The plan for instance {Instance} is out of date, planning again: {Reason}")]
    private partial void Changed(Guid instance, string reason);
}
