using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.SecondFactor;

/// <summary>Time-based one-time passwords as authenticator programs make them: RFC 6238 with SHA-1, 6 digits, steps of 30 seconds.</summary>
public interface ITotp
{
    /// <summary>
    /// The step whose code this is, among that of <paramref name="now"/> and its two neighbours: clocks that are off by one step are let in.
    /// Null when it is none of theirs. Whether a step may be used (again) is for <see cref="Domain.SecondFactor.Authenticator"/> to say.
    /// </summary>
    /// <param name="secret">Base32 without padding.</param>
    long? FindStep(string secret, string code, DateTimeOffset now);

    /// <summary>What an authenticator program takes the secret from.</summary>
    TotpEnrolment Enrol(string issuer, Email account, string secret);
}

/// <param name="Uri">The <c>otpauth</c> address.</param>
/// <param name="QrSvg">The same as a QR code, an SVG document.</param>
public sealed record TotpEnrolment(string Uri, string QrSvg)
{
    // Both hold the secret.
    public override string ToString() => nameof(TotpEnrolment);
}
