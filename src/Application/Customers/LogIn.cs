using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Customers;

/// <summary>
/// Opens a session. An unknown e-mail, a wrong password, a locked and a closed account answer the same 401 <c>invalid_credentials</c> at the
/// same cost; a lock adds <c>Retry-After</c>.
/// </summary>
/// <param name="RememberMe">30 days instead of 7.</param>
public sealed record LogIn(string Email, string Password, bool RememberMe = false) : ICommand<LoginDto>, IOpensItsTransaction
{
    // A record prints all its members; this one holds a password, and its answer a token.
    public override string ToString() => nameof(LogIn);
}

/// <param name="AccessToken">Shown this once; only its hash is kept.</param>
public sealed record LoginDto(string AccessToken, string TokenType, DateTimeOffset ExpiresAt, CustomerDto Customer)
{
    public override string ToString() => nameof(LoginDto);
}

internal sealed class LogInValidator : AbstractValidator<LogIn>
{
    public LogInValidator()
    {
        RuleFor(c => c.Email).NotEmpty().MaximumLength(Email.MaxLength);
        RuleFor(c => c.Password).NotEmpty().MaximumLength(PasswordPolicy.MaxLength);
    }
}

internal sealed class LogInHandler(
    IAppDb db, CommandTransaction transaction, ICaller caller, IPasswordHasher hasher, IRandomSecrets random, TimeProvider clock)
    : IRequestHandler<LogIn, Result<LoginDto>>
{
    public async Task<Result<LoginDto>> Handle(LogIn command, CancellationToken cancellationToken)
    {
        var (id, hash) = await FindAsync(command.Email, cancellationToken);
        var matches = await hasher.VerifyAsync(hash, command.Password, cancellationToken);

        await transaction.OpenAsync(cancellationToken);
        if (!await db.LockCustomerAsync(id, cancellationToken))
            return CustomerErrors.InvalidCredentials();

        var now = clock.GetUtcNow();
        var customer = await db.Customers.SingleAsync(c => c.Id == id, cancellationToken);
        var loggedIn = customer.LogIn(matches && customer.PasswordHash == hash, now);
        var answer = loggedIn.IsFailure ? Result<LoginDto>.Failure(loggedIn.Error) : Open(customer, command.RememberMe, now);

        // Also a failure is saved: it was counted.
        await db.SaveChangesAsync(cancellationToken);
        return answer;
    }

    private async Task<(CustomerId Id, string Hash)> FindAsync(string address, CancellationToken cancellationToken)
    {
        var nobody = (default(CustomerId), hasher.Dummy);
        var email = Email.Create("email", address);
        if (email.IsFailure)
            return nobody;

        var known = await db.Customers.Where(c => c.Email == email.Value)
            .Select(c => new { c.Id, c.PasswordHash }).SingleOrDefaultAsync(cancellationToken);
        return known is null ? nobody : (known.Id, known.PasswordHash);
    }

    private LoginDto Open(Customer customer, bool remember, DateTimeOffset now)
    {
        var token = random.Token();
        var origin = new SessionOrigin(caller.IpAddress, caller.UserAgent);
        var session = Session.Start(customer.Id, SessionTokens.Hash(token), remember, origin, now);
        db.Sessions.Add(session);
        return new(token, "bearer", session.ExpiresAt, CustomerDto.From(customer));
    }
}
