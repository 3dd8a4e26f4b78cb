using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.SecondFactor;
using SaaSOdoo.Domain.Sessions;

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
/// Guessing. Three things can be guessed, and each has a lock of its own: the password by a stranger, the password again by whoever has a
/// session, and a code. Knowing or changing one forgives no guess at another, and a stranger does not lock the owner's session out. Call
/// these methods under the lock on the customer's row, so that guessing in parallel gains nothing, and save also a refusal.
/// </summary>
public sealed partial class Customer
{
    public bool IsLocked(DateTimeOffset now) => Logins.Rest(now) is not null;

    private LockOut Logins
    {
        get => new(FailedLogins, LockedUntil);
        set => (FailedLogins, LockedUntil) = (value.Failed, value.Until);
    }

    private LockOut Confirmations
    {
        get => new(FailedConfirmations, ConfirmationsLockedUntil);
        set => (FailedConfirmations, ConfirmationsLockedUntil) = (value.Failed, value.Until);
    }

    private LockOut Codes
    {
        get => new(FailedCodes, CodesLockedUntil);
        set => (FailedCodes, CodesLockedUntil) = (value.Failed, value.Until);
    }

    /// <summary>Counts the attempt. A lock refuses the right password too, else it would tell which one is right.</summary>
    /// <param name="device">Where it comes from, when the customer has logged in from there before: it has a lock of its own, and passes others'.</param>
    /// <param name="prove">Asked only when the password is right: a code is used up by it.</param>
    /// <returns>
    /// <c>invalid_credentials</c> for a wrong password, a lock and a closed account alike, with the rest of the lock as time to wait. After
    /// the right password also <c>second_factor_required</c>, which is no guess and does not forgive the ones before, and
    /// <c>second_factor_invalid</c>.
    /// </returns>
    public Result LogIn(bool passwordMatches, DateTimeOffset now, Func<CodeProof>? prove = null, KnownDevice? device = null)
    {
        var guesses = device?.Logins ?? Logins;
        if (guesses.Rest(now) is { } rest)
            return CustomerErrors.InvalidCredentials(rest);
        if (!passwordMatches || Status is not CustomerStatus.Active)
        {
            guesses = Failed(guesses, now);
            Count(guesses, device);
            return CustomerErrors.InvalidCredentials(guesses.Rest(now));
        }

        if (prove is not null && Prove(prove, SecondFactorErrors.LoginNeedsCode, SecondFactorErrors.LoginCodeInvalid, now) is { IsFailure: true } unproved)
            return unproved;

        Count(LockOut.None, device);
        LastLoginAt = now;
        return Result.Success;
    }

    /// <summary>The password again, for what a stolen session must not do.</summary>
    /// <param name="field">Where it was given.</param>
    public Result ConfirmPassword(string field, bool matches, DateTimeOffset now)
    {
        if (Confirmations.Rest(now) is { } rest)
            return CustomerErrors.PasswordIncorrect(field, rest);

        Confirmations = matches ? LockOut.None : Failed(Confirmations, now);
        return matches ? Result.Success : CustomerErrors.PasswordIncorrect(field, Confirmations.Rest(now));
    }

    /// <summary>A code for one sensitive command.</summary>
    public Result ConfirmCode(DateTimeOffset now, Func<CodeProof> prove) =>
        Prove(prove, SecondFactorErrors.CommandNeedsCode, SecondFactorErrors.CommandCodeInvalid, now);

    /// <param name="passwordHash">Hash of a password that <see cref="PasswordPolicy"/> accepted.</param>
    public void ChangePassword(string passwordHash, DateTimeOffset now)
    {
        PasswordHash = passwordHash;
        Raise(new CustomerPasswordChanged(Id, now));
    }

    /// <summary>
    /// Ends the locks on the password: whoever reads the mailbox is the owner, which proves the address as well. The lock on codes stays:
    /// they are there for the day on which a thief reads the mailbox. An address that nobody had proved has no codes after it.
    /// </summary>
    /// <inheritdoc cref="ChangePassword"/>
    public void ResetPassword(string passwordHash, DateTimeOffset now)
    {
        (Logins, Confirmations) = (LockOut.None, LockOut.None);
        if (EmailVerifiedAt is null)
            Codes = LockOut.None;
        VerifyEmail(now);
        ChangePassword(passwordHash, now);
    }

    // A known device forgives nothing to strangers.
    private void Count(LockOut guesses, KnownDevice? device)
    {
        if (device is null)
            Logins = guesses;
        else
            device.Logins = guesses;
    }

    // Only a right code forgives the wrong ones.
    private Result Prove(Func<CodeProof> prove, Error missing, Func<TimeSpan?, Error> invalid, DateTimeOffset now)
    {
        if (Codes.Rest(now) is { } rest)
            return invalid(rest);

        switch (prove())
        {
            case CodeProof.Missing:
                return missing;
            case CodeProof.Wrong:
                Codes = Failed(Codes, now);
                return invalid(Codes.Rest(now));
            default:
                Codes = LockOut.None;
                return Result.Success;
        }
    }

    private LockOut Failed(LockOut guesses, DateTimeOffset now)
    {
        var next = guesses.AfterFailure(now);
        if (next.Rest(now) is { } rest)
            Raise(new CustomerLocked(Id, now + rest, now));
        return next;
    }
}
