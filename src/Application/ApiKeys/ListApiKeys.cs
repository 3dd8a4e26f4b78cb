using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.ApiKeys;

/// <summary>The caller's keys that still let in, newest first.</summary>
public sealed record ListApiKeys(Paging Paging) : IQuery<Page<ApiKeyDto>>;

internal sealed class ListApiKeysHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<ListApiKeys, Result<Page<ApiKeyDto>>>
{
    public async Task<Result<Page<ApiKeyDto>>> Handle(ListApiKeys query, CancellationToken cancellationToken) =>
        await db.ApiKeysOf(caller, clock.GetUtcNow()).AsNoTracking()
            .NewestFirst(query.Paging, k => k.Id)
            .Select(ApiKeyDto.Projection)
            .ToPageAsync(query.Paging, k => k.Id.Value, cancellationToken);
}
