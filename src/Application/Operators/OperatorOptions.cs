using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Operators;

/// <summary>
/// Section <c>Operators</c>: who operates the platform from the beginning. An account becomes an operator's with its next password reset by
/// mail and not before: anybody may register any address, and a link that only verifies it would leave them their password.
/// </summary>
public sealed class OperatorOptions
{
    public const string Section = "Operators";

    public IList<string> Emails { get; init; } = [];

    public bool IsValid() => Emails.All(e => !Email.Create("email", e).IsFailure);

    public bool Names(Email email) => Emails.Any(e => Email.Create("email", e).Value == email);
}
