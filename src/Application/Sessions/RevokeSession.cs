using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Sessions;

/// <summary>Ends one of the caller's sessions. 404 when it is not live or not theirs.</summary>
public sealed record RevokeSession(SessionId Id) : ICommand;

internal sealed class RevokeSessionHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<RevokeSession, Result>
{
    public async Task<Result> Handle(RevokeSession command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var revoked = await db.LiveSessionsOf(caller, now).Where(s => s.Id == command.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), cancellationToken);
        return revoked == 0 ? CustomerErrors.SessionNotFound() : Result.Success;
    }
}
