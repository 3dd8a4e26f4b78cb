using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Common;

public static class PagingQueries
{
    /// <summary>
    /// Newest first, from the cursor on, one row more than asked. Filter before; project after, then <see cref="ToPageAsync"/>.
    /// </summary>
    public static IQueryable<T> NewestFirst<T, TId>(this IQueryable<T> rows, Paging paging, Expression<Func<T, TId>> id)
        where TId : struct, IId<TId>
    {
        if (paging.After is { } after)
            rows = rows.Where(Before(id, after));

        return rows.OrderByDescending(id).Take(paging.Limit + 1);
    }

    public static async Task<Page<T>> ToPageAsync<T>(
        this IQueryable<T> rows, Paging paging, Func<T, Guid> id, CancellationToken cancellationToken) =>
        Page<T>.Of(await rows.ToListAsync(cancellationToken), paging, id);

    // A typed id has no order of its own in C#; in the database it is a uuid. The detour over object is how EF lets a converted column be cast.
    private static Expression<Func<T, bool>> Before<T, TId>(Expression<Func<T, TId>> id, Guid after)
    {
        Expression<Func<Guid>> value = () => after;
        var uuid = Expression.Convert(Expression.Convert(id.Body, typeof(object)), typeof(Guid));
        return Expression.Lambda<Func<T, bool>>(Expression.LessThan(uuid, value.Body), id.Parameters);
    }
}
