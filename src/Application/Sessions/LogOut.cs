using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Sessions;

/// <summary>Ends exactly the session that was presented; from then on its token answers 401, on every node.</summary>
public sealed record LogOut : ICommand;

internal sealed class LogOutHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<LogOut, Result>
{
    public async Task<Result> Handle(LogOut command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var id = caller.SessionId;
        await db.LiveSessionsOf(caller, now).Where(s => s.Id == id)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), cancellationToken);
        return Result.Success;
    }
}
