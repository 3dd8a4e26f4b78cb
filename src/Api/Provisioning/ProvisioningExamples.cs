using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Api.Provisioning;

/// <summary>Bodies shown in the OpenAPI document.</summary>
internal static class ProvisioningExamples
{
    private static readonly DateTimeOffset At = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);
    private static readonly InstanceId Instance = new(Guid.Parse("01935c3e-7c6a-7b1e-9d2f-0a1b2c3d4e5f"));
    private static readonly OperationId Healing = new(Guid.Parse("01935c40-0d10-7f00-8a00-112233445566"));

    private static readonly DriftLineDto Login = new(DriftAspect.RoleLogin, "yes", "no", Drifted: true);

    private static readonly StepName[] Steps = [StepName.EnsureRole, StepName.WaitUntilReady];

    public static DriftReportDto Drift { get; } = new(
        Instance, InstanceStatus.Running, DesiredPower.Running, PartStatus.Observed, PartStatus.Observed,
        [
            new(DriftAspect.Container, "running", "running", Drifted: false),
            new(DriftAspect.CpuLimit, "1", "1", Drifted: false),
            Login,
        ],
        Steps, Refusal: null, OperationId: null, At);

    public static ReconcileRunDto Run { get; } = new(
        new(Guid.Parse("0193b1aa-4d5e-7f60-8b7c-8d9e0f1a2b3c")), DryRun: false, ReconcileStatus.Running, ReconcileStage.Repair, Looked: 41, Busy: 1, Found: 2,
        Pending: 1, new(Guid.Parse("01935c3c-0a10-7b20-9c30-4d5e6f708192")), ErrorMessage: null, At, At.AddSeconds(3), FinishedAt: null);

    public static ReconcileFindingDto Finding { get; } = new(
        new(Guid.Parse("0193b1ab-5e6f-7a70-8c8d-9eaf0b1c2d3e")), FindingKind.Instance, "saasodoo-0a1b2c3d4e5f", Instance, DatabaseServerId: null, [Login], Steps,
        FindingOutcome.Healing, Reason: null, Healing, OperationStatus.Running);
}
