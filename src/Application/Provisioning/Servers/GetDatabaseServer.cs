using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Servers;

public sealed record GetDatabaseServer(DatabaseServerId Id) : IQuery<DatabaseServerDto>;

internal sealed class GetDatabaseServerHandler(IAppDb db) : IRequestHandler<GetDatabaseServer, Result<DatabaseServerDto>>
{
    public async Task<Result<DatabaseServerDto>> Handle(GetDatabaseServer query, CancellationToken cancellationToken)
    {
        var found = await db.DatabaseServers.Where(s => s.Id == query.Id).Select(DatabaseServerDto.Projection).SingleOrDefaultAsync(cancellationToken);
        return found is null ? DatabaseServerErrors.NotFound : found;
    }
}
