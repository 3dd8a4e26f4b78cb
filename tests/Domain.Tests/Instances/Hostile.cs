namespace SaaSOdoo.Domain.Tests.Instances;

/// <summary>What somebody sends who wants more than a name.</summary>
internal static class Hostile
{
    public static readonly string[] Names =
    [
        "", " ", " a", "a ", "a b", "'; DROP TABLE instances; --", "a\"; DROP ROLE postgres; --", "$(reboot)", "`id`", "a;b", "a|b", "a&b", "a>b",
        "../../etc/passwd", "..", "/", "a/b", "a\\b", "C:\\", "%2e%2e%2f", "a\r\nSet-Cookie: x=1", "a\r\n", "a\n", "\na", "a\t", "a\0", "a\u0000b",
        "${jndi:ldap://x}", "{{7*7}}", "<script>alert(1)</script>", "-rf", "--help", "a:b", "a@b", "a,b", "a=b", "a*", "a?", "a.b", ".a", "a~",
        // Latin look-alikes: Cyrillic а, Greek ο, full-width ａ, small caps, mathematical, a dotless i; a zero-width joiner, an override of direction.
        "\u0430bc", "f\u03bfo", "\uff41bc", "\u1d00bc", "\U0001d41abc", "\u0131nfo", "ab\u200dc", "ab\u202ec", "ab\u00adc", "e\u0301t", "\u00e9t",
        "abc\u2028", "\ud800", "ab\ufeff", "\u0660\u0661\u0662",
    ];

    /// <summary>Characters of which random names are made: some allowed, some not.</summary>
    public const string Alphabet = "abzABZ019_-. ;'\"$\\/\n\r\t\0é\u0430\uff41%<>";

    public static TheoryData<string> AsTheory => new(Names);
}
