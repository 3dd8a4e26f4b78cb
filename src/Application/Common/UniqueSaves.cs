using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Common;

/// <summary>Uniqueness is a constraint of the database; a violation is a refusal of the command, whose savepoint takes back the rest.</summary>
internal static class UniqueSaves
{
    /// <param name="conflict">What the violated constraint means; null when it is none of those that are expected.</param>
    public static async Task<Result> SaveUniqueAsync(
        this IAppDb db, Func<UniqueConstraintException, Error?> conflict, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Success;
        }
        catch (UniqueConstraintException e) when (conflict(e) is { } taken)
        {
            return taken;
        }
    }
}
