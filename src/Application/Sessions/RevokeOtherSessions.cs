using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Sessions;

/// <summary>Ends all of the caller's sessions but the one that asks.</summary>
public sealed record RevokeOtherSessions : ICommand;

internal sealed class RevokeOtherSessionsHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<RevokeOtherSessions, Result>
{
    public async Task<Result> Handle(RevokeOtherSessions command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var current = caller.SessionId;
        await db.LiveSessionsOf(caller, now).Where(s => s.Id != current)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), cancellationToken);
        return Result.Success;
    }
}
