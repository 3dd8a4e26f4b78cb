using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Instances;

public sealed record GetInstance(InstanceId Id) : IQuery<InstanceDto>;

internal sealed class GetInstanceHandler(IAppDb db, ICaller caller, ISecretProtector protector)
    : IRequestHandler<GetInstance, Result<InstanceDto>>
{
    public async Task<Result<InstanceDto>> Handle(GetInstance query, CancellationToken cancellationToken)
    {
        var instance = await db.InstancesOf(caller)
            .Where(i => i.Id == query.Id)
            .Select(InstanceDto.Projection)
            .SingleOrDefaultAsync(cancellationToken);
        return instance is null ? InstanceErrors.NotFound : (await db.WithVariablesAsync(caller, protector, [instance], cancellationToken))[0];
    }
}
