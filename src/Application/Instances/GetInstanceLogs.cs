using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Instances;

/// <summary>The container's own output.</summary>
/// <param name="Tail">Last lines wanted, 1 to 5000.</param>
/// <param name="Follow">Goes on with what comes, until the caller hangs up or the container ends.</param>
public sealed record GetInstanceLogs(InstanceId Id, int Tail, bool Follow) : IQuery<IAsyncEnumerable<string>>
{
    public const int MaxTail = 5000;
}

internal sealed class GetInstanceLogsHandler(IAppDb db, ICaller caller, IContainerRuntime runtime)
    : IRequestHandler<GetInstanceLogs, Result<IAsyncEnumerable<string>>>
{
    public async Task<Result<IAsyncEnumerable<string>>> Handle(GetInstanceLogs query, CancellationToken cancellationToken)
    {
        if (query.Tail is < 1 or > GetInstanceLogs.MaxTail)
            return Error.Invalid("tail", "logs.tail_invalid", $"Give 1 to {GetInstanceLogs.MaxTail}.");

        var allocation = await db.InstancesOf(caller).Where(i => i.Id == query.Id).Select(i => i.Allocation)
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (allocation is null)
            return InstanceErrors.NotFound;

        return await runtime.ObserveAsync(allocation.Workload, cancellationToken) is null
            ? InstanceErrors.NoContainer
            : Result<IAsyncEnumerable<string>>.From(runtime.LogsAsync(allocation.Workload, query.Tail, query.Follow, cancellationToken));
    }
}
