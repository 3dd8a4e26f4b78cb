namespace SaaSOdoo.Domain.Common;

public static class NewId
{
    /// <summary>A fresh id whose order follows <paramref name="now"/>.</summary>
    public static TId Of<TId>(DateTimeOffset now) where TId : struct, IId<TId> => TId.New(now);

    /// <summary>The one form that ids have in JSON and URLs: 36 characters with hyphens.</summary>
    internal static bool TryParse<TId>(string? text, out TId id) where TId : struct, IId<TId>
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = TId.From(value);
        return parsed;
    }
}
