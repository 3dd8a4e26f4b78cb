using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Members;

/// <summary>By an owner; the token in the mail is worth nothing from then on.</summary>
public sealed record WithdrawInvitation(TenantId TenantId, InvitationId Id) : ICommand;

internal sealed class WithdrawInvitationHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<WithdrawInvitation, Result>
{
    public async Task<Result> Handle(WithdrawInvitation command, CancellationToken cancellationToken)
    {
        if (await db.RefusalAsync(caller, command.TenantId, TenantRole.Owner, cancellationToken) is { } refusal)
            return refusal;

        var invitation = await db.Invitations.SingleOrDefaultAsync(
            i => i.TenantId == command.TenantId && i.Id == command.Id && i.ClosedAt == null, cancellationToken);
        if (invitation is null)
            return TenantErrors.InvitationNotFound();

        invitation.Withdraw(clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return Result.Success;
    }
}
