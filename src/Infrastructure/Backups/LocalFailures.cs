using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>What a file system refuses, in the words of the store. Only what the store itself does: what is written into it may fail as well.</summary>
internal static class LocalFailures
{
    // errno of Linux, which .NET passes on.
    private const int NoSpace = 28;
    private const int FileTooLarge = 27;
    private const int QuotaExceeded = 122;

    public static async Task<T> TranslateAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Of(e);
        }
    }

    public static Task TranslateAsync(Func<Task> work) => TranslateAsync(async () =>
    {
        await work();
        return true;
    });

    public static RefusedException Of(Exception e) => e.HResult is NoSpace or QuotaExceeded or FileTooLarge
        ? new(BackupFailures.StoreFull, "The backup store is full.", e)
        : new(BackupFailures.StoreFailed, "The backup store does not take or give the archive.", e);
}
