using System.Globalization;

namespace SaaSOdoo.TestKit;

/// <summary>
/// The seeds of random scenarios: few in everyday's runs; <c>SAASODOO_TEST_SEEDS</c> says how many, <c>SAASODOO_TEST_SEED</c> replays one.
/// </summary>
public static class Seeds
{
    public static IReadOnlyList<int> Of(int few) => Number("SEED") is { } one ? [one] : [.. Enumerable.Range(1, Number("SEEDS") ?? few)];

    private static int? Number(string setting) =>
        Requires.Settings[setting] is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
