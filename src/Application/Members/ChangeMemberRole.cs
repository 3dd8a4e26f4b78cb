using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Members;

/// <summary>By an owner. 409 <c>tenant.last_owner</c> when the tenant would be left without one.</summary>
/// <param name="IfMatch">412 when the membership was changed since; null changes it in any case.</param>
public sealed record ChangeMemberRole(TenantId TenantId, CustomerId CustomerId, Optional<TenantRole?> Role, IfMatch? IfMatch = null)
    : ICommand<MemberDto>, INeedsSecondFactor;

internal sealed class ChangeMemberRoleValidator : AbstractValidator<ChangeMemberRole>
{
    public ChangeMemberRoleValidator() => RuleFor(c => c.Role)
        .Must(role => !role.IsGiven || role.Value is not null).WithMessage($"'role' {EnumText<TenantRole>.Expected}.");
}

internal sealed class ChangeMemberRoleHandler(IAppDb db, ICaller caller, TimeProvider clock)
    : IRequestHandler<ChangeMemberRole, Result<MemberDto>>
{
    public async Task<Result<MemberDto>> Handle(ChangeMemberRole command, CancellationToken cancellationToken)
    {
        var tenant = await db.LockWithMembersAsync(command.TenantId, cancellationToken);
        if (await db.RefusalAsync(caller, command.TenantId, TenantRole.Owner, cancellationToken) is { } refusal)
            return refusal;

        var member = tenant!.Members.SingleOrDefault(m => m.CustomerId == command.CustomerId);
        if (member is not null && IfMatch.Check(command.IfMatch, member.Version) is { IsFailure: true } outdated)
            return outdated.Error;

        if (member is null)
            return TenantErrors.MemberNotFound();

        var changed = tenant.ChangeRole(command.CustomerId, command.Role.Value ?? member.Role, clock.GetUtcNow());
        if (changed.IsFailure)
            return changed.Error;
        if (!await db.HasOpenOwnerAsync(tenant, cancellationToken))
            return TenantErrors.LastOwner;

        await db.SaveChangesAsync(cancellationToken);
        await db.BillSubscriptionAsync(tenant, cancellationToken);
        return await db.MembersOf(command.TenantId, command.CustomerId).SingleAsync(cancellationToken);
    }
}
