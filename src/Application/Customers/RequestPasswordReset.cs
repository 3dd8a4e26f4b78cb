using FluentValidation;
using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Application.Customers;

/// <summary>Sends a link that lets its reader choose a new password. Succeeds for every address, so that it does not tell which have an account.</summary>
public sealed record RequestPasswordReset(string Email) : ICommand;

internal sealed class RequestPasswordResetValidator : AbstractValidator<RequestPasswordReset>
{
    public RequestPasswordResetValidator() => RuleFor(c => c.Email).Follows(email => Email.Create("email", email));
}

internal sealed class RequestPasswordResetHandler(
    IAppDb db, ICaller caller, IMailOutbox outbox, ILinks links, IRandomSecrets random, TimeProvider clock) : IRequestHandler<RequestPasswordReset, Result>
{
    public async Task<Result> Handle(RequestPasswordReset command, CancellationToken cancellationToken)
    {
        if (await db.FindActiveAsync(Email.Create("email", command.Email).Value, cancellationToken) is not { } id)
            return Result.Success;

        caller.Notes.Concerns(id);
        if (await db.LockedActiveAsync(id, cancellationToken) is not { } customer)
            return Result.Success;
        if (await db.IssueTokenAsync(id, TokenKind.ResetPassword, random, clock.GetUtcNow(), cancellationToken) is not { } token)
            return Result.Success;

        outbox.PostLink(MailTemplate.PasswordReset, customer, links.ResetPassword(token), TokenKind.ResetPassword);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Success;
    }
}
