using System.Security.Cryptography;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Domain.SecondFactor;

/// <summary>
/// A customer's authenticator program and the recovery codes for the day it is lost. Enrolled, it counts only when a code of it has been
/// seen. Every code works once.
/// </summary>
public sealed class Authenticator : AggregateRoot
{
    public const int RecoveryCodeCount = 10;

    /// <summary>Characters of a secret: 160 bits in Base32, as RFC 4226 recommends.</summary>
    public const int SecretLength = 32;

    private Authenticator()
    {
    }

    public CustomerId CustomerId { get; private set; }

    /// <summary>Encrypted.</summary>
    public string Secret { get; private set; } = "";
    public DateTimeOffset EnrolledAt { get; private set; }

    /// <summary>Null until a first code has proved that the program has the secret: before, it is not asked for.</summary>
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>The step whose code was used last; none up to it is taken again.</summary>
    public long LastStep { get; private set; }

    /// <summary>SHA-256 of those that are left: 80 random bits need no slow hash.</summary>
    public List<byte[]> RecoveryCodes { get; private set; } = [];

    public bool IsOn => ConfirmedAt is not null;

    public static Authenticator Enrol(CustomerId customer, string protectedSecret, DateTimeOffset now) =>
        new() { CustomerId = customer, Secret = protectedSecret, EnrolledAt = now };

    /// <summary>Another secret, while the last one has not been confirmed.</summary>
    public Result EnrolAgain(string protectedSecret, DateTimeOffset now)
    {
        if (IsOn)
            return SecondFactorErrors.AlreadyOn;

        (Secret, EnrolledAt) = (protectedSecret, now);
        return Result.Success;
    }

    /// <param name="step">The step whose code was given; null when it was none.</param>
    public Result Confirm(long? step, List<byte[]> recoveryCodes, DateTimeOffset now)
    {
        if (IsOn)
            return SecondFactorErrors.AlreadyOn;
        if (step is not { } confirmed)
            return SecondFactorErrors.CodeWrong;

        (ConfirmedAt, LastStep, RecoveryCodes) = (now, confirmed, recoveryCodes);
        Raise(new SecondFactorEnabled(CustomerId, now));
        return Result.Success;
    }

    /// <summary>Takes a code out of use.</summary>
    /// <param name="step">The step whose code was given; null when it was none.</param>
    /// <param name="codeHash">SHA-256 of what was given: it may be a recovery code.</param>
    /// <returns>Whether it was a code that may be used.</returns>
    public bool TryUse(long? step, byte[] codeHash)
    {
        if (step > LastStep)
        {
            LastStep = step.Value;
            return true;
        }

        var left = RecoveryCodes.Where(c => !CryptographicOperations.FixedTimeEquals(c, codeHash)).ToList();
        if (left.Count == RecoveryCodes.Count)
            return false;

        RecoveryCodes = left;
        return true;
    }

    /// <summary>The old ones are void.</summary>
    public void RenewRecoveryCodes(List<byte[]> recoveryCodes) => RecoveryCodes = recoveryCodes;

    public void Disable(DateTimeOffset now) => Raise(new SecondFactorDisabled(CustomerId, now));
}
