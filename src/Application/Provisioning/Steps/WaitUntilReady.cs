using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>
/// Waits until Odoo has answered twice; gives up at once when the container keeps dying. It stays for the time of a usual start and then
/// lets its worker go: what takes longer is looked at from time to time.
/// </summary>
internal sealed class WaitUntilReady(IContainerRuntime runtime, IReadinessProbe probe, IOptions<ProvisioningOptions> options, TimeProvider clock)
    : IProvisioningStep
{
    // A start may fall into a moment in which another instance takes the database server's memory; the engine's pauses add up to seconds.
    private const int CrashesAllowed = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public StepName Name => StepName.WaitUntilReady;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow();
        var limit = (context.WaitingSince ?? began) + (options.Value.ReadyTimeout * (context.Instance.DemoData ? 2 : 1));

        // Looked at again while it waits: once.
        var until = context.WaitingSince is null ? began + options.Value.HoldWhileWaiting : began;
        for (var answers = 0; answers < 2;)
        {
            if (await probe.AnswersAsync(context.Allocation.Url!, context.Instance.OdooVersion, cancellationToken))
            {
                answers++;
                continue;
            }

            answers = 0;
            await ThrowIfDownAsync(context.Allocation.Workload, cancellationToken);
            var now = clock.GetUtcNow();
            if (now >= limit)
                throw NotReady(limit - (context.WaitingSince ?? began));
            if (now >= until)
            {
                await ThrowIfFrozenAsync(context.Allocation.Workload, cancellationToken);
                throw new WaitingException("Odoo does not answer yet; it is asked again from time to time.");
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private static RefusedException NotReady(TimeSpan limit) => new(
        "odoo_not_ready",
        $"Odoo did not answer within {limit.TotalSeconds:0} seconds. "
        + "It may still come up by itself; its log tells more, and retry starts over.");

    // Healing waits for the operation, which would wait for Odoo: nobody else lets it go on.
    private async Task ThrowIfFrozenAsync(string workload, CancellationToken cancellationToken)
    {
        if (!await runtime.IsFrozenAsync(workload, cancellationToken))
            return;

        await runtime.StopAsync(workload, TimeSpan.Zero, cancellationToken);
        throw new WorldChangedException("runtime_refused", "Odoo's process was held by a signal while it started.");
    }

    private async Task ThrowIfDownAsync(string workload, CancellationToken cancellationToken)
    {
        var seen = await runtime.ObserveAsync(workload, cancellationToken);
        if (seen is { State: ContainerStatus.Restarting, RestartCount: > CrashesAllowed })
        {
            // The restart policy would bring it up and down for ever.
            await runtime.StopAsync(workload, TimeSpan.Zero, cancellationToken);
            throw new RefusedException("odoo_stopped",
                $"Odoo stopped right after its start (exit code {seen.ExitCode}). Its log says why; mend the cause and retry.");
        }

        // Not Odoo's doing, which is restarted by itself: somebody removed, stopped, paused or disconnected the container meanwhile.
        if (seen is not { State: ContainerStatus.Running or ContainerStatus.Created or ContainerStatus.Restarting, OnNetwork: true })
            throw new WorldChangedException("runtime_refused", "The container was taken down while Odoo started.");
    }
}
