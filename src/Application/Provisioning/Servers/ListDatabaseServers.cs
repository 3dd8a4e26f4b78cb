using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Servers;

/// <summary>The database servers, newest first.</summary>
/// <param name="Kind">Null for all.</param>
/// <param name="Tenant">Those dedicated to it; null for all.</param>
public sealed record ListDatabaseServers(Paging Paging, DatabaseServerKind? Kind = null, TenantId? Tenant = null) : IQuery<Page<DatabaseServerDto>>;

internal sealed class ListDatabaseServersHandler(IAppDb db) : IRequestHandler<ListDatabaseServers, Result<Page<DatabaseServerDto>>>
{
    public async Task<Result<Page<DatabaseServerDto>>> Handle(ListDatabaseServers query, CancellationToken cancellationToken)
    {
        var servers = db.DatabaseServers.AsQueryable();
        if (query.Kind is { } kind)
            servers = servers.Where(s => s.Kind == kind);
        if (query.Tenant is { } tenant)
            servers = servers.Where(s => s.TenantId == tenant);
        return await servers.NewestFirst(query.Paging, s => s.Id).Select(DatabaseServerDto.Projection)
            .ToPageAsync(query.Paging, s => s.Id.Value, cancellationToken);
    }
}
