using FluentValidation;
using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Application.Customers;

/// <summary>
/// Sets a new password and ends all other sessions. API keys stay. 422 <c>password.incorrect</c> for a wrong current one, of which
/// five in a row lock out sessions that are asked for it.
/// </summary>
public sealed record ChangePassword(string CurrentPassword, string NewPassword) : ICommand, ICountsFailures
{
    public override string ToString() => nameof(ChangePassword);
}

internal sealed class ChangePasswordValidator : AbstractValidator<ChangePassword>
{
    public ChangePasswordValidator()
    {
        RuleFor(c => c.CurrentPassword).Follows(password => PasswordPolicy.CheckTyped("current_password", password));
        RuleFor(c => c.NewPassword).Follows(password => PasswordPolicy.Check("new_password", password));
    }
}

internal sealed class ChangePasswordPreparation(CallersPassword current, ICaller caller, IPasswordHasher hasher) : IPreparation<ChangePassword>
{
    /// <summary>Empty when the current password was wrong.</summary>
    public string NewHash { get; private set; } = "";

    public async Task PrepareAsync(ChangePassword command, CancellationToken cancellationToken)
    {
        await current.CompareAsync(command.CurrentPassword, cancellationToken);
        NewHash = current.Matches ? await hasher.HashAsync(command.NewPassword, caller.IpAddress, cancellationToken) : "";
    }
}

internal sealed class ChangePasswordHandler(
    IAppDb db, CallersPassword current, ChangePasswordPreparation prepared, ICaller caller, IMailOutbox outbox, TimeProvider clock)
    : IRequestHandler<ChangePassword, Result>
{
    public async Task<Result> Handle(ChangePassword command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var customer = await db.LockedCustomerAsync(caller.CustomerId, cancellationToken);
        var confirmed = customer!.ConfirmPassword("current_password", current.IsOf(customer), now);
        if (!confirmed.IsFailure)
        {
            customer.ChangePassword(prepared.NewHash, now);
            await db.EndSessionsAsync(customer.Id, now, except: caller.SessionId, cancellationToken);
            await db.VoidTokensAsync(customer.Id, cancellationToken);
            outbox.PostHappened(MailTemplate.PasswordChanged, customer, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        return confirmed;
    }
}
