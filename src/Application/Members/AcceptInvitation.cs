using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Members;

/// <summary>
/// Joins the team that the invitation is for; the account must have the e-mail address it was sent to. 422 <c>invitation.invalid</c>
/// for every token that does not let in.
/// </summary>
/// <param name="Token">From the link in the mail.</param>
public sealed record AcceptInvitation(string Token) : ICommand<MembershipDto>
{
    public override string ToString() => nameof(AcceptInvitation);
}

public sealed record MembershipDto(TenantId TenantId, string TenantName, TenantRole Role);

internal sealed class AcceptInvitationValidator : AbstractValidator<AcceptInvitation>
{
    public AcceptInvitationValidator() => RuleFor(c => c.Token).NotEmpty().MaximumLength(200);
}

internal sealed class AcceptInvitationHandler(IAppDb db, ICaller caller, IMailOutbox outbox, TimeProvider clock)
    : IRequestHandler<AcceptInvitation, Result<MembershipDto>>
{
    public async Task<Result<MembershipDto>> Handle(AcceptInvitation command, CancellationToken cancellationToken)
    {
        var hash = SessionTokens.Hash(command.Token);
        var id = caller.CustomerId;
        var tenantId = await db.Invitations.Where(i => i.TokenHash == hash).Select(i => (TenantId?)i.TenantId).SingleOrDefaultAsync(cancellationToken);
        if (tenantId is null)
            return TenantErrors.InvitationInvalid;

        if (await db.LockedActiveAsync(id, cancellationToken) is not { } customer)
            return CustomerErrors.Closed;

        var tenant = (await db.LockWithMembersAsync(tenantId.Value, cancellationToken))!;
        var now = clock.GetUtcNow();
        var invitation = await db.Invitations.SingleAsync(i => i.TokenHash == hash, cancellationToken);
        if (invitation.Accept(customer.Email, now) is { IsFailure: true } refused)
            return refused.Error;

        // The token was in a mail to the account's address: whoever has both reads that mailbox.
        customer.VerifyEmail(now);

        // Before, whoever finds a token could write into the owners' audit.
        caller.Notes.Concerns(tenant.Id);
        var member = tenant.Admit(id, invitation.Role, now, await db.SeatsOfAsync(tenant.Id, cancellationToken));
        if (member.IsFailure)
            return member.Error;

        await outbox.TellOwnersAsync(db, tenant, member.Value, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new MembershipDto(tenant.Id, tenant.Name, member.Value.Role);
    }
}
