namespace SaaSOdoo.Application.Common;

/// <summary>For jobs that go through what is due: one that fails is met again the next time, and holds up no other.</summary>
public static class OneOfMany
{
    /// <summary>What the work throws is told and goes no further, but for the end of the job itself. The context tracks nothing afterwards.</summary>
    public static async Task TryOneAsync(
        this IAppDb db, Func<CancellationToken, Task> work, Action<Exception> failed, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            failed(e);
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
