using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Operations;

/// <summary>What was done to an instance, healing by the platform included, newest first.</summary>
public sealed record ListOperations(InstanceId Instance, Paging Paging) : IQuery<Page<OperationDto>>;

internal sealed class ListOperationsHandler(IAppDb db, ICaller caller)
    : IRequestHandler<ListOperations, Result<Page<OperationDto>>>
{
    public async Task<Result<Page<OperationDto>>> Handle(ListOperations query, CancellationToken cancellationToken)
    {
        if (!await db.InstancesOf(caller).AnyAsync(i => i.Id == query.Instance, cancellationToken))
            return InstanceErrors.NotFound;

        return await db.Operations
            .Where(o => o.InstanceId == query.Instance)
            .NewestFirst(query.Paging, o => o.Id)
            .Select(OperationDto.Projection)
            .ToPageAsync(query.Paging, o => o.Id.Value, cancellationToken);
    }
}
