using FluentValidation;
using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Application.Customers;

/// <summary>Sends a new link to an address that is not verified yet. Succeeds for every address, so that it does not tell which have an account.</summary>
public sealed record ResendVerification(string Email) : ICommand;

internal sealed class ResendVerificationValidator : AbstractValidator<ResendVerification>
{
    public ResendVerificationValidator() => RuleFor(c => c.Email).Follows(email => Email.Create("email", email));
}

internal sealed class ResendVerificationHandler(
    IAppDb db, ICaller caller, IMailOutbox outbox, ILinks links, IRandomSecrets random, TimeProvider clock) : IRequestHandler<ResendVerification, Result>
{
    public async Task<Result> Handle(ResendVerification command, CancellationToken cancellationToken)
    {
        if (await db.FindActiveAsync(Email.Create("email", command.Email).Value, cancellationToken) is not { } id)
            return Result.Success;

        caller.Notes.Concerns(id);
        var now = clock.GetUtcNow();
        if (await db.LockedActiveAsync(id, cancellationToken) is not { EmailVerifiedAt: null } customer)
            return Result.Success;
        if (await db.IssueTokenAsync(id, TokenKind.VerifyEmail, random, now, cancellationToken) is not { } token)
            return Result.Success;

        outbox.PostLink(MailTemplate.EmailVerification, customer, links.VerifyEmail(token), TokenKind.VerifyEmail);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Success;
    }
}
