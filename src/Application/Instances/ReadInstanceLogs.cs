using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Instances;

/// <summary>The container's own output.</summary>
/// <param name="Tail">Last lines wanted, 1 to 5000.</param>
/// <param name="Follow">Goes on with what comes, until the caller hangs up or the container ends.</param>
public sealed record ReadInstanceLogs(InstanceId Id, int Tail, bool Follow) : IQuery<IAsyncEnumerable<string>>
{
    public const int MaxTail = 5000;
}

internal sealed class ReadInstanceLogsHandler(IAppDb db, ICaller caller, IContainerRuntime runtime)
    : IRequestHandler<ReadInstanceLogs, Result<IAsyncEnumerable<string>>>
{
    public async Task<Result<IAsyncEnumerable<string>>> Handle(ReadInstanceLogs query, CancellationToken cancellationToken)
    {
        if (query.Tail is < 1 or > ReadInstanceLogs.MaxTail)
            return Error.Invalid("tail", "logs.tail_invalid", $"Give 1 to {ReadInstanceLogs.MaxTail}.");

        var placement = await db.InstancesOf(caller).Where(i => i.Id == query.Id).Select(i => i.Placement)
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (placement is null)
            return InstanceErrors.NotFound;

        return await runtime.ObserveAsync(placement.Workload, cancellationToken) is null
            ? InstanceErrors.NoContainer
            : Result<IAsyncEnumerable<string>>.From(runtime.LogsAsync(placement.Workload, query.Tail, query.Follow, cancellationToken));
    }
}
