using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Operations;

public sealed record GetOperation(OperationId Id) : IQuery<OperationDto>;

internal sealed class GetOperationHandler(IAppDb db, ICaller caller)
    : IRequestHandler<GetOperation, Result<OperationDto>>
{
    public async Task<Result<OperationDto>> Handle(GetOperation query, CancellationToken cancellationToken)
    {
        var operation = await db.OperationsOf(caller)
            .Where(o => o.Id == query.Id)
            .Select(OperationDto.Projection)
            .SingleOrDefaultAsync(cancellationToken);
        return operation is null ? OperationErrors.NotFound : operation;
    }
}
