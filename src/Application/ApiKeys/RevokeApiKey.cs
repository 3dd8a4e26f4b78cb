using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.ApiKeys;

/// <summary>From the next request on the key answers 401, on every node.</summary>
public sealed record RevokeApiKey(ApiKeyId Id) : ICommand;

internal sealed class RevokeApiKeyHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<RevokeApiKey, Result>
{
    public async Task<Result> Handle(RevokeApiKey command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var key = await db.ApiKeysOf(caller, now).SingleOrDefaultAsync(k => k.Id == command.Id, cancellationToken);
        if (key is null)
            return ApiKeyErrors.NotFound();

        key.Revoke(now);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Success;
    }
}
