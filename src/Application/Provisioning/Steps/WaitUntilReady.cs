using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>Waits until the login page has answered twice; gives up at once when the container keeps dying.</summary>
internal sealed class WaitUntilReady(IContainerRuntime runtime, IReadinessProbe probe, IOptions<ProvisioningOptions> options, TimeProvider clock)
    : IProvisioningStep
{
    private const int CrashesAllowed = 2;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public StepName Name => StepName.WaitUntilReady;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        var limit = options.Value.ReadyTimeout * (context.Instance.DemoData ? 2 : 1);
        var began = clock.GetTimestamp();
        var pause = FirstPause;

        for (var answers = 0; answers < 2;)
        {
            if (await probe.AnswersAsync(context.Allocation.Url!, context.Instance.OdooVersion, cancellationToken))
            {
                answers++;
                continue;
            }

            answers = 0;
            await RefuseIfDeadAsync(context.Allocation.Workload, cancellationToken);
            if (clock.GetElapsedTime(began) > limit)
                throw new RefusedException("odoo_not_ready",
                    $"Odoo did not answer within {limit.TotalSeconds:0} seconds. It may still come up by itself; its log tells more, and retry starts over.");

            await Task.Delay(pause, clock, cancellationToken);
            pause = clock.GetElapsedTime(began) < TimeSpan.FromSeconds(10) ? FirstPause : Min(pause * 1.5, LongestPause);
        }
    }

    private async Task RefuseIfDeadAsync(string workload, CancellationToken cancellationToken)
    {
        var seen = await runtime.ObserveAsync(workload, cancellationToken);
        if (seen is { State: ContainerStatus.Running or ContainerStatus.Created }
            or { State: ContainerStatus.Restarting, RestartCount: <= CrashesAllowed })
            return;

        // Not Odoo's doing: somebody removed it meanwhile, so the next attempt plans anew.
        if (seen is null)
            throw new RefusedException("runtime_refused", "The container was removed while Odoo started.");

        // The restart policy would bring it up and down for ever.
        await runtime.StopAsync(workload, TimeSpan.Zero, cancellationToken);
        throw new RefusedException("odoo_stopped",
            $"Odoo stopped right after its start (exit code {seen.ExitCode}). Its log says why; mend the cause and retry.");
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
