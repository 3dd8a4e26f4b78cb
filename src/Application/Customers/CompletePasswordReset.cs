using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.Operators;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Application.Customers;

/// <summary>
/// Sets the password that the reader of the mail has chosen, ends all sessions and all locks on the password, and knows the device from now on. API keys and the second factor stay
/// as they are, unless nobody had proved the address before: whoever opened the account need not be who reads its mail. An account that the
/// configuration names as an operator's becomes one here. 422 <c>token.invalid</c> for a token that is used, expired, replaced or none.
/// </summary>
public sealed record CompletePasswordReset(string Token, string NewPassword) : ICommand
{
    public override string ToString() => nameof(CompletePasswordReset);
}

internal sealed class CompletePasswordResetValidator : AbstractValidator<CompletePasswordReset>
{
    public CompletePasswordResetValidator() => RuleFor(c => c.NewPassword).Follows(password => PasswordPolicy.Check("new_password", password));
}

internal sealed class CompletePasswordResetPreparation(ICaller caller, IPasswordHasher hasher) : IPreparation<CompletePasswordReset>
{
    public string Hash { get; private set; } = "";

    public async Task PrepareAsync(CompletePasswordReset command, CancellationToken cancellationToken) =>
        Hash = await hasher.HashAsync(command.NewPassword, caller.IpAddress, cancellationToken);
}

internal sealed class CompletePasswordResetHandler(
    IAppDb db,
    CompletePasswordResetPreparation password,
    ICaller caller,
    SessionOpening sessions,
    IMailOutbox outbox,
    IOptions<OperatorOptions> operators,
    TimeProvider clock)
    : IRequestHandler<CompletePasswordReset, Result>
{
    public async Task<Result> Handle(CompletePasswordReset command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var owner = await db.RedeemTokenAsync(TokenKind.ResetPassword, command.Token, now, cancellationToken);
        if (owner.IsFailure)
            return owner.Error;

        var customer = owner.Value;
        caller.Notes.Concerns(customer.Id);
        if (customer.EmailVerifiedAt is null)
            await db.DropWhatAStrangerLeftAsync(customer.Id, now, cancellationToken);
        customer.ResetPassword(password.Hash, now);

        // Who reads the mailbox has just chosen the password: nobody who registered the address before them gets in any more.
        if (operators.Value.Names(customer.Email))
            customer.GrantAdmin(now);
        await db.EndSessionsAsync(customer.Id, now, except: null, cancellationToken);
        await sessions.TrustAsync(customer.Id, now, cancellationToken);
        await db.VoidTokensAsync(customer.Id, cancellationToken);
        outbox.PostHappened(MailTemplate.PasswordChanged, customer, now);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Success;
    }
}
