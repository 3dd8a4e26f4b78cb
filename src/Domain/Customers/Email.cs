using System.Text.RegularExpressions;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Customers;

/// <summary>
/// An e-mail address as an account's name: trimmed and lower-cased, so that one mailbox is one account. ASCII only: letters of other
/// scripts that look like Latin ones would make two accounts that nobody can tell apart.
/// </summary>
public sealed partial record Email
{
    public const int MaxLength = 254;
    private const int LocalPartMaxLength = 64;

    private Email(string value) => Value = value;

    public string Value { get; }

    public static Result<Email> Create(string field, string? value)
    {
        var text = (value ?? "").Trim().ToLowerInvariant();
        return text.Length <= MaxLength && text.IndexOf('@') is > 0 and <= LocalPartMaxLength && Shape().IsMatch(text)
            ? new Email(text)
            : Error.Invalid(field, "email.invalid", "Give an e-mail address such as name@example.com.");
    }

    /// <summary>
    /// The mailbox that the address leads to, as far as its spelling tells: without a tag behind the plus sign, and at Google without dots. Two
    /// spellings are two accounts, but what a mailbox gets once it gets once.
    /// </summary>
    public string Mailbox
    {
        get
        {
            var at = Value.LastIndexOf('@');
            var (local, domain) = (Value[..at], Value[(at + 1)..]);
            if (local.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus)
                local = local[..plus];
            return domain is "gmail.com" or "googlemail.com" ? $"{local.Replace(".", "", StringComparison.Ordinal)}@gmail.com" : $"{local}@{domain}";
        }
    }

    /// <summary>An address read from the database: it was checked when it was saved, and later rules do not apply to it.</summary>
    public static Email Stored(string value) => new(value);

    public override string ToString() => Value;

    // \z, not $: the latter lets a line break through at the end, which would be a header of its own in a mail.
    [GeneratedRegex(
        @"\A[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
