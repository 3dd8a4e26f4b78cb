using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Customers;

/// <summary>What a login says about the second factor.</summary>
public enum CodeProof
{
    /// <summary>The customer has none.</summary>
    NotNeeded,
    Missing,
    Wrong,
    Right,
}

/// <summary>
/// Guessing. Whatever can be guessed, password or code, counts towards one lock: call these methods under the lock on the customer's row,
/// so that guessing in parallel gains nothing, and save also a refusal.
/// </summary>
public sealed partial class Customer
{
    public bool IsLocked(DateTimeOffset now) => Guesses.Rest(now) is not null;

    private LockOut Guesses => new(FailedLogins, LockedUntil);

    /// <summary>Counts the attempt. A lock refuses the right password too, else it would tell which one is right.</summary>
    /// <param name="prove">Asked only when the password is right: a code is used up by it.</param>
    /// <returns>
    /// <c>invalid_credentials</c> for a wrong password, a lock and a closed account alike, with the rest of the lock as time to wait. After
    /// the right password also <c>second_factor_required</c>, which is no guess and does not forgive the ones before, and
    /// <c>second_factor_invalid</c>.
    /// </returns>
    public Result LogIn(bool passwordMatches, DateTimeOffset now, Func<CodeProof>? prove = null)
    {
        if (Guesses.Rest(now) is { } rest)
            return CustomerErrors.InvalidCredentials(rest);
        if (!passwordMatches || Status is not CustomerStatus.Active)
            return CustomerErrors.InvalidCredentials(Fail(now));

        switch (prove?.Invoke() ?? CodeProof.NotNeeded)
        {
            case CodeProof.Missing:
                return SecondFactorErrors.LoginNeedsCode;
            case CodeProof.Wrong:
                return SecondFactorErrors.LoginCodeInvalid(Fail(now));
            default:
                (FailedLogins, LockedUntil, LastLoginAt) = (0, null, now);
                return Result.Success;
        }
    }

    /// <summary>The password again, for what a stolen session must not do.</summary>
    /// <param name="field">Where it was given.</param>
    public Result ConfirmPassword(string field, bool matches, DateTimeOffset now)
    {
        if (Guesses.Rest(now) is { } rest)
            return CustomerErrors.PasswordIncorrect(field, rest);
        if (!matches)
            return CustomerErrors.PasswordIncorrect(field, Fail(now));

        FailedLogins = 0;
        return Result.Success;
    }

    /// <summary>A code for one sensitive command.</summary>
    public Result ConfirmCode(DateTimeOffset now, Func<CodeProof> prove)
    {
        if (Guesses.Rest(now) is { } rest)
            return SecondFactorErrors.CommandCodeInvalid(rest);

        return prove() switch
        {
            CodeProof.Missing => SecondFactorErrors.CommandNeedsCode,
            CodeProof.Wrong => SecondFactorErrors.CommandCodeInvalid(Fail(now)),
            CodeProof.NotNeeded or CodeProof.Right => Result.Success,
        };
    }

    /// <param name="passwordHash">Hash of a password that <see cref="PasswordPolicy"/> accepted.</param>
    public void ChangePassword(string passwordHash, DateTimeOffset now)
    {
        PasswordHash = passwordHash;
        Raise(new CustomerPasswordChanged(Id, now));
    }

    /// <summary>Ends a lock: whoever reads the mailbox is the owner, which proves the address as well.</summary>
    /// <inheritdoc cref="ChangePassword"/>
    public void ResetPassword(string passwordHash, DateTimeOffset now)
    {
        (FailedLogins, LockedUntil) = (0, null);
        VerifyEmail(now);
        ChangePassword(passwordHash, now);
    }

    private TimeSpan? Fail(DateTimeOffset now)
    {
        var next = Guesses.AfterFailure(now);
        (FailedLogins, LockedUntil) = (next.Failed, next.Until);
        if (next.Rest(now) is { } rest)
            Raise(new CustomerLocked(Id, now + rest, now));
        return next.Rest(now);
    }
}
