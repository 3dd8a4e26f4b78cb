using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Sessions;

/// <summary>The caller's live sessions, newest first; <c>is_current</c> marks the one that asks.</summary>
public sealed record ListSessions(Paging Paging) : IQuery<Page<SessionDto>>;

public sealed record SessionDto(
    SessionId Id,
    string? IpAddress,
    string? UserAgent,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset LastUsedAt,
    bool IsCurrent);

internal sealed class ListSessionsHandler(IAppDb db, ICaller caller, TimeProvider clock)
    : IRequestHandler<ListSessions, Result<Page<SessionDto>>>
{
    public async Task<Result<Page<SessionDto>>> Handle(ListSessions query, CancellationToken cancellationToken)
    {
        var current = caller.SessionId;
        return await db.LiveSessionsOf(caller, clock.GetUtcNow()).AsNoTracking()
            .NewestFirst(query.Paging, s => s.Id)
            .Select(s => new SessionDto(s.Id, s.IpAddress, s.UserAgent, s.CreatedAt, s.ExpiresAt, s.LastUsedAt, s.Id == current))
            .ToPageAsync(query.Paging, s => s.Id.Value, cancellationToken);
    }
}
