namespace SaaSOdoo.Domain.Common;

public static class NewId
{
    /// <summary>A fresh id whose order follows <paramref name="now"/>.</summary>
    public static TId Of<TId>(DateTimeOffset now) where TId : struct, IId<TId> => TId.New(now);
}
