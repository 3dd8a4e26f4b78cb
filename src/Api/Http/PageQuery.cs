using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Api.Http;

/// <summary>The query parameters of every list; bind with <c>[AsParameters]</c>. A value out of range is a 422 that names it.</summary>
/// <param name="Limit">Items wanted, 1 to 100; 20 when not given.</param>
/// <param name="Cursor">The <c>next_cursor</c> of the page before.</param>
internal sealed record PageQuery(
    [property: FromQuery(Name = "limit")] PageLimit? Limit,
    [property: FromQuery(Name = "cursor")] Guid? Cursor)
{
    public Paging ToPaging() => new(Limit?.Value ?? Paging.DefaultLimit, Cursor);
}

internal readonly record struct PageLimit(int Value) : IQueryValue
{
    public static string Expected => $"must be a whole number from 1 to {Paging.MaxLimit}";

    public static bool TryParse(string? text, out PageLimit limit)
    {
        var parsed = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        limit = new(value);
        return parsed && value is >= 1 and <= Paging.MaxLimit;
    }
}
