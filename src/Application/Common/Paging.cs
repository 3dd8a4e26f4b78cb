namespace SaaSOdoo.Application.Common;

/// <summary>Where a list goes on: newest first, after the row with this id (version-7 ids follow time).</summary>
/// <param name="Limit">Rows wanted, 1 to 100.</param>
/// <param name="After">Id of the last row of the page before; null for the first page.</param>
public sealed record Paging(int Limit, Guid? After)
{
    public const int MaxLimit = 100;
    public const int DefaultLimit = 20;
}

/// <summary>A page of a list. <paramref name="NextCursor"/> is null on the last one; otherwise pass it as <c>cursor</c>.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <summary>Cuts the surplus row off: a query takes one row more than asked to learn whether there is a next page.</summary>
    public static Page<T> Of(List<T> oneMore, Paging paging, Func<T, Guid> id)
    {
        if (oneMore.Count <= paging.Limit)
            return new(oneMore, null);

        oneMore.RemoveAt(oneMore.Count - 1);
        return new(oneMore, id(oneMore[^1]).ToString());
    }
}
