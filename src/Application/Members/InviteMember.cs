using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Members;

/// <summary>
/// By an owner: sends a link that lets the holder of the mailbox into the team, with an account or a new one of that address. A newer
/// invitation takes the place of an open one to the same address. 409 <c>tenant.user_limit_reached</c> when members and invitations together
/// are as many as the plan allows.
/// </summary>
public sealed record InviteMember(TenantId TenantId, string Email, TenantRole Role) : ICommand<InvitationDto>, INeedsSecondFactor;

internal sealed class InviteMemberValidator : AbstractValidator<InviteMember>
{
    public InviteMemberValidator()
    {
        RuleFor(c => c.Email).Follows(email => Email.Create("email", email));
        RuleFor(c => c.Role).IsInEnum();
    }
}

internal sealed class InviteMemberHandler(
    IAppDb db, ICaller caller, IRandomSecrets random, IMailOutbox outbox, ILinks links, TimeProvider clock)
    : IRequestHandler<InviteMember, Result<InvitationDto>>
{
    public async Task<Result<InvitationDto>> Handle(InviteMember command, CancellationToken cancellationToken)
    {
        var tenant = await db.LockWithMembersAsync(command.TenantId, cancellationToken);
        if (await db.RefusalAsync(caller, command.TenantId, TenantRole.Owner, cancellationToken) is { } refusal)
            return refusal;

        var email = Email.Create("email", command.Email).Value;
        if (await db.RefusalOfSenderAsync(caller.CustomerId, clock.GetUtcNow(), cancellationToken) is { } unwelcome)
            return unwelcome;

        var account = await db.Customers.Where(c => c.Email == email).Select(c => (CustomerId?)c.Id).SingleOrDefaultAsync(cancellationToken);
        if (tenant!.Members.Any(m => m.CustomerId == account))
            return TenantErrors.AlreadyMember;

        var (now, token) = (clock.GetUtcNow(), random.Token());
        var open = await db.Invitations.Where(i => i.TenantId == command.TenantId && i.ClosedAt == null).ToListAsync(cancellationToken);
        var seats = await db.SeatsOfAsync(command.TenantId, cancellationToken);
        var invitation = tenant.Invite(open, email, command.Role, SessionTokens.Hash(token), caller.CustomerId, now, seats);
        if (invitation.IsFailure)
            return invitation.Error;

        // The index allows one open invitation for an address: the older is closed first.
        await db.SaveChangesAsync(cancellationToken);
        db.Invitations.Add(invitation.Value);
        outbox.Post(await MessageAsync(tenant, invitation.Value, token, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        return InvitationDto.From(invitation.Value);
    }

    private async Task<MailMessage> MessageAsync(Tenant tenant, Invitation invitation, string token, CancellationToken cancellationToken)
    {
        var id = caller.Person();
        var inviter = await db.Customers.Where(c => c.Id == id).Select(c => c.Name).SingleAsync(cancellationToken);
        return new(MailTemplate.Invitation, Customer: null, invitation.Email, Name: null, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["inviter"] = inviter.Full,
            ["tenant"] = tenant.Name,
            ["role"] = EnumText<TenantRole>.Of(invitation.Role),
            ["valid_for"] = MailText.Span(Invitation.Lifetime),
            ["link"] = links.AcceptInvitation(token).ToString(),
        });
    }
}
