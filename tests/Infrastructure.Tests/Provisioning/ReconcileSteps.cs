using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning;

/// <summary>Runs of reconcile, as an operator asks for them and a worker does them.</summary>
internal static class ReconcileSteps
{
    public static async Task<ReconcileRunId> StartReconcileAsync(this OperationHost host, bool dryRun) =>
        (await host.SendAsync(new StartReconcile(dryRun))).Value.Id;

    /// <summary>To its end, or until it waits.</summary>
    public static async Task<ReconcileRunDto> CarryOnAsync(this OperationHost host, ReconcileRunId run)
    {
        while (await host.InScopeAsync<ReconcileRunner, bool>(r => r.StepAsync(run, CancellationToken.None)))
        {
        }

        return await host.RunOfAsync(run);
    }

    public static async Task<ReconcileRunDto> RunOfAsync(this OperationHost host, ReconcileRunId run) => (await host.SendAsync(new GetReconcileRun(run))).Value;

    public static async Task<IReadOnlyList<ReconcileFindingDto>> FindingsAsync(this OperationHost host, ReconcileRunId run) =>
        (await host.SendAsync(new ListReconcileFindings(run, new Paging(Paging.MaxLimit, After: null)))).Value.Items;

    /// <summary>A whole run, and what it has found.</summary>
    public static async Task<IReadOnlyList<ReconcileFindingDto>> ReconcileAsync(this OperationHost host, bool dryRun)
    {
        var run = await host.StartReconcileAsync(dryRun);
        (await host.CarryOnAsync(run)).Status.ShouldBe(ReconcileStatus.Completed);
        return await host.FindingsAsync(run);
    }

    /// <summary>Kind, name and what differs, one line each.</summary>
    public static string Text(this ReconcileFindingDto finding) => string.Join(
        ' ', [EnumText<FindingKind>.Of(finding.Kind), finding.Name, .. finding.Lines.Select(l => EnumText<DriftAspect>.Of(l.Aspect))]);
}
