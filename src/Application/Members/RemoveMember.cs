using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Members;

/// <summary>
/// An owner removes anybody, everybody removes themselves (which is leaving). From the next request on the tenant does not exist for
/// them. 409 <c>tenant.last_owner</c> for the last owner.
/// </summary>
/// <param name="IfMatch">412 when the membership was changed since; null ends it in any case.</param>
public sealed record RemoveMember(TenantId TenantId, CustomerId CustomerId, IfMatch? IfMatch = null) : ICommand, INeedsSecondFactor;

internal sealed class RemoveMemberHandler(IAppDb db, ICaller caller, IMailOutbox outbox, TimeProvider clock) : IRequestHandler<RemoveMember, Result>
{
    public async Task<Result> Handle(RemoveMember command, CancellationToken cancellationToken)
    {
        var tenant = await db.LockWithMembersAsync(command.TenantId, cancellationToken);
        var needed = command.CustomerId == caller.CustomerId ? TenantRole.Viewer : TenantRole.Owner;
        if (await db.RefusalAsync(caller, command.TenantId, needed, cancellationToken) is { } refusal)
            return refusal;
        if (tenant!.Members.SingleOrDefault(m => m.CustomerId == command.CustomerId) is { } member
            && IfMatch.Check(command.IfMatch, member.Version) is { IsFailure: true } outdated)
            return outdated;

        var removed = tenant.Remove(command.CustomerId, clock.GetUtcNow());
        if (removed.IsFailure)
            return removed;
        if (!await db.HasOpenOwnerAsync(tenant, cancellationToken))
            return TenantErrors.LastOwner;

        if (command.CustomerId != caller.CustomerId)
            await outbox.TellRemovedAsync(db, tenant, command.CustomerId, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await db.BillSubscriptionAsync(tenant, cancellationToken);
        return Result.Success;
    }
}
