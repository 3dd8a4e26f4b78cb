using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Members;

/// <summary>Those that wait, newest first; for owners, since they name people outside the team.</summary>
public sealed record ListInvitations(TenantId TenantId, Paging Paging) : IQuery<Page<InvitationDto>>;

internal sealed class ListInvitationsHandler(IAppDb db, ICaller caller, TimeProvider clock)
    : IRequestHandler<ListInvitations, Result<Page<InvitationDto>>>
{
    public async Task<Result<Page<InvitationDto>>> Handle(ListInvitations query, CancellationToken cancellationToken)
    {
        if (await db.RefusalAsync(caller, query.TenantId, TenantRole.Owner, cancellationToken) is { } refusal)
            return refusal;

        var now = clock.GetUtcNow();
        return await db.Invitations.AsNoTracking()
            .Where(i => i.TenantId == query.TenantId && i.ClosedAt == null && i.ExpiresAt > now)
            .NewestFirst(query.Paging, i => i.Id)
            .Select(InvitationDto.Projection)
            .ToPageAsync(query.Paging, i => i.Id.Value, cancellationToken);
    }
}
