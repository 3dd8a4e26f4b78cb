using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>What is wanted of an instance and what is there, side by side. Changes nothing.</summary>
public sealed record GetInstanceDrift(InstanceId Id) : IQuery<DriftReportDto>;

/// <summary>Never a secret, and never a value of a variable.</summary>
/// <param name="DesiredPower">What is wanted of the container: of one that is stopped only that it is; what else differs is put right by its next start.</param>
/// <param name="Container">Whether the container engine has answered.</param>
/// <param name="Database">Whether the database server has answered.</param>
/// <param name="Lines">Thing by thing, in a fixed order. Details of what is not there are left out.</param>
/// <param name="Steps">What the platform would do now, in order; empty when there is nothing to do, null when a part is unknown.</param>
/// <param name="Refusal">Why none of the steps is done by itself: <c>data_missing</c>; null when nothing stands against them.</param>
/// <param name="OperationId">What is under way, and may have come half way: look again when it has ended. Null when nothing is.</param>
/// <param name="LookedAt">When it was looked at.</param>
public sealed record DriftReportDto(
    InstanceId InstanceId,
    InstanceStatus Status,
    DesiredPower DesiredPower,
    PartStatus Container,
    PartStatus Database,
    IReadOnlyList<DriftLineDto> Lines,
    IReadOnlyList<StepName>? Steps,
    string? Refusal,
    OperationId? OperationId,
    DateTimeOffset LookedAt);

/// <summary>Whether a part of the report could be looked at.</summary>
public enum PartStatus
{
    Observed,

    /// <summary>What would have to be asked does not answer.</summary>
    Unknown,
}

/// <param name="Desired">Null: it shall not be there.</param>
/// <param name="Observed">Null: it is not there, or unknown.</param>
/// <param name="Drifted">Whether they differ; null when unknown.</param>
public sealed record DriftLineDto(DriftAspect Aspect, string? Desired, string? Observed, bool? Drifted)
{
    internal static DriftLineDto Of(DriftLine line) => new(line.Aspect, line.Desired, line.Observed, line.IsKnown ? line.IsDrifted : null);
}

internal sealed class GetInstanceDriftHandler(IAppDb db, ICaller caller, InstanceInspector inspector, TimeProvider clock)
    : IRequestHandler<GetInstanceDrift, Result<DriftReportDto>>
{
    public async Task<Result<DriftReportDto>> Handle(GetInstanceDrift query, CancellationToken cancellationToken)
    {
        var instance = await db.InstancesOf(caller).AsNoTracking().Include(i => i.Observation)
            .Include(i => i.Allocation).ThenInclude(a => a.DatabaseServer).SingleOrDefaultAsync(i => i.Id == query.Id, cancellationToken);
        if (instance is null)
            return InstanceErrors.NotFound;

        var known = await db.InstanceSecrets.AsNoTracking().SingleOrDefaultAsync(s => s.InstanceId == query.Id, cancellationToken);
        var operation = await db.ActiveOperationsOf(query.Id).Select(o => (OperationId?)o.Id).FirstOrDefaultAsync(cancellationToken);
        var seen = await inspector.LookAsync(instance, known, cancellationToken);
        var found = await inspector.ConcludeAsync(instance, known, seen, cancellationToken);
        return new DriftReportDto(
            instance.Id, instance.Status, instance.DesiredPower, StatusOf(seen.Container), StatusOf(seen.Database),
            [.. found.Lines.Select(DriftLineDto.Of)], found.Steps, found.Refusal, operation, clock.GetUtcNow());
    }

    private static PartStatus StatusOf(object? part) => part is null ? PartStatus.Unknown : PartStatus.Observed;
}
