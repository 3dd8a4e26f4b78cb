namespace SaaSOdoo.Domain.Sessions;

/// <summary>
/// Family and platform of the program that a User-Agent names: what stays when the program is updated. It is the caller's word, and enough to
/// tell a person's own programs apart; nothing is let in by it.
/// </summary>
public static class UserAgentFamily
{
    private const int ProductMaxLength = 50;

    // Nearly all say that they are Mozilla, Chrome and Safari as well: the first that matches is the narrowest.
    private static readonly (string Mark, string Family)[] Families =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung"), ("YaBrowser", "Yandex"), ("UCBrowser", "UC"), ("Vivaldi", "Vivaldi"),
        ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chromium", "Chromium"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
    ];

    private static readonly (string Mark, string Platform)[] Platforms =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
        ("Macintosh", "macOS"), ("Linux", "Linux"),
    ];

    /// <returns><c>Firefox on Windows</c>; of other programs the name of the product.</returns>
    public static string Of(string? userAgent)
    {
        var agent = userAgent ?? "";
        return $"{Find(Families, agent) ?? Product(agent)} on {Find(Platforms, agent) ?? "another platform"}";
    }

    private static string? Find((string Mark, string Name)[] table, string agent) =>
        Array.Find(table, t => agent.Contains(t.Mark, StringComparison.Ordinal)).Name;

    private static string Product(string agent)
    {
        var end = agent.AsSpan().IndexOfAny('/', ' ');
        return agent[..Math.Min(end < 0 ? agent.Length : end, ProductMaxLength)];
    }
}
