using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Sessions;

namespace SaaSOdoo.Application.Sessions;

/// <summary>
/// Opens a session. An unknown e-mail, a wrong password, a locked and a closed account answer the same 401 <c>invalid_credentials</c> at the
/// same cost; a lock adds <c>Retry-After</c>, and does not hold for devices that have logged in before. After the right password an account with a second factor answers 401
/// <c>second_factor_required</c> without a code, and <c>second_factor_invalid</c> for a wrong or used one.
/// </summary>
/// <param name="RememberMe">30 days instead of 7.</param>
/// <param name="Code">Of the authenticator, or a recovery code; only for accounts with a second factor.</param>
public sealed record LogIn(string Email, string Password, bool RememberMe = false, string? Code = null) : ICommand<LoginDto>, ICountsFailures
{
    // A record prints all its members; this one holds a password, and its answer a token.
    public override string ToString() => nameof(LogIn);
}

internal sealed class LogInValidator : AbstractValidator<LogIn>
{
    public LogInValidator()
    {
        RuleFor(c => c.Email).NotEmpty().MaximumLength(Email.MaxLength);
        RuleFor(c => c.Password).Follows(password => PasswordPolicy.CheckTyped("password", password));
        RuleFor(c => c.Code).MaximumLength(SecondFactorCodes.MaxLength);
    }
}

internal sealed class LogInPreparation(IAppDb db, ICaller caller, IPasswordHasher hasher) : IPreparation<LogIn>
{
    private string hash = "";
    private bool matches;

    public CustomerId Customer { get; private set; }

    public async Task PrepareAsync(LogIn command, CancellationToken cancellationToken)
    {
        var email = Email.Create("email", command.Email);
        var known = email.IsFailure ? null : await db.Customers.Where(c => c.Email == email.Value && c.Status != CustomerStatus.Deleted)
            .Select(c => new { c.Id, c.PasswordHash }).SingleOrDefaultAsync(cancellationToken);
        (Customer, hash) = known is null ? (default, hasher.Dummy) : (known.Id, known.PasswordHash);
        matches = await hasher.VerifyAsync(hash, command.Password, caller.IpAddress, cancellationToken);
    }

    public bool Matches(Customer locked) => matches && locked.PasswordHash == hash;
}

internal sealed class LogInHandler(
    IAppDb db, LogInPreparation password, ICaller caller, SecondFactorCodes codes, SessionOpening sessions, TimeProvider clock)
    : IRequestHandler<LogIn, Result<LoginDto>>
{
    public async Task<Result<LoginDto>> Handle(LogIn command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var customer = await db.LockedCustomerAsync(password.Customer, cancellationToken);
        // Also of nobody: an address without an account costs the statements of one with it.
        var device = await sessions.KnownDeviceAsync(password.Customer, cancellationToken);
        var answer = customer is not null
            ? await AnswerAsync(command, customer, password.Matches(customer), device, now, cancellationToken)
            : await db.RefuseUnknownLoginAsync(command.Email, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return answer;
    }

    private async Task<Result<LoginDto>> AnswerAsync(
        LogIn command, Customer customer, bool matches, KnownDevice? device, DateTimeOffset now, CancellationToken cancellationToken)
    {
        caller.Notes.Concerns(customer.Id);
        var prove = matches ? await codes.ProverAsync(customer.Id, command.Code, now, cancellationToken) : null;
        var loggedIn = customer.LogIn(matches, now, prove, device);
        return loggedIn.IsFailure ? loggedIn.Error : await sessions.OpenAsync(customer, device, command.RememberMe, now, cancellationToken);
    }
}
