using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.SecondFactor;

namespace SaaSOdoo.Application.SecondFactor;

/// <summary>Codes as people type them, and what they prove.</summary>
internal sealed class SecondFactorCodes(IAppDb db, ISecretProtector protector, IRandomSecrets random, ITotp totp)
{
    public const int MaxLength = 40;

    // 80 bits in Base32.
    private const int RecoveryCodeLength = 16;

    /// <summary>For the domain to call when the rest is right. Under the lock on the customer's row; the caller saves.</summary>
    public async Task<Func<CodeProof>> ProverAsync(CustomerId customer, string? code, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var factor = await db.SecondFactors.SingleOrDefaultAsync(f => f.CustomerId == customer && f.ConfirmedAt != null, cancellationToken);
        return () => factor is null ? CodeProof.NotNeeded
            : string.IsNullOrWhiteSpace(code) ? CodeProof.Missing
            : factor.TryUse(StepOf(factor, code, now), SessionTokens.Hash(Typed(code))) ? CodeProof.Right
            : CodeProof.Wrong;
    }

    public long? StepOf(Authenticator factor, string code, DateTimeOffset now) => totp.FindStep(protector.Unprotect(factor.Secret), Typed(code), now);

    /// <returns>The codes in groups of four, to be shown once, and what is stored of them.</returns>
    public (RecoveryCodesDto Shown, List<byte[]> Hashes) NewRecoveryCodes()
    {
        var codes = Enumerable.Range(0, Authenticator.RecoveryCodeCount).Select(_ => random.Base32(RecoveryCodeLength)).ToList();
        return (new([.. codes.Select(InGroups)]), [.. codes.Select(SessionTokens.Hash)]);
    }

    private static string InGroups(string code) => string.Join('-', code.Chunk(4).Select(group => new string(group)));

    // Programs show "123 456", and recovery codes are read from paper.
    private static string Typed(string code) => string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
