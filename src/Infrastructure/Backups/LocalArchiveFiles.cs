using System.Runtime.Versioning;
using Microsoft.Extensions.Options;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>
/// Archives as files below one folder, which nobody but the platform's user may read. They are written elsewhere in it and moved to their place
/// when they are whole.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class LocalArchiveFiles(IOptions<BackupOptions> options, TimeProvider clock) : IArchiveFiles
{
    /// <summary>Where files lie that are not whole yet.</summary>
    public const string Unfinished = ".unfinished";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int BufferBytes = 128 << 10;
    private const int Attempts = 3;

    // A file is locked by whoever writes it, from a moment after it was made.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    public Task WriteAsync(
        string location, Func<Stream, CancellationToken, Task> write, Func<Stream, CancellationToken, Task> check, CancellationToken cancellationToken) =>
        LocalFailures.TranslateAsync(async () =>
        {
            var unfinished = Path.Combine(options.Value.Path, Unfinished);
            Directory.CreateDirectory(options.Value.Path, OwnerOnly | UnixFileMode.UserExecute);
            Directory.CreateDirectory(unfinished, OwnerOnly | UnixFileMode.UserExecute);
            RemoveLeftovers(unfinished);

            var work = Path.Combine(unfinished, Path.GetRandomFileName());
            try
            {
                await using (var file = new FileStream(work, Private(FileMode.CreateNew, FileAccess.ReadWrite)))
                {
                    await write(new LocalWrites(file), cancellationToken);
                    await file.FlushAsync(cancellationToken);
                    file.Flush(flushToDisk: true);
                    file.Position = 0;
                    await check(file, cancellationToken);
                    Move(work, PathOf(location));
                }
            }
            finally
            {
                File.Delete(work);
            }
        });

    public Task<Stream?> OpenAsync(string location, CancellationToken cancellationToken) => LocalFailures.TranslateAsync(() =>
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(location), Private(FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException && Directory.Exists(Path.Combine(options.Value.Path, Unfinished)))
        {
            // A folder that nothing was ever written to is one that is not mounted.
            return Task.FromResult<Stream?>(null);
        }
    });

    public Task DeleteAsync(string location, CancellationToken cancellationToken) => LocalFailures.TranslateAsync(() =>
    {
        var path = PathOf(location);
        if (File.Exists(path))
            File.Delete(path);
        RemoveEmpty(Path.GetDirectoryName(path)!);
        return Task.FromResult(true);
    });

    private string PathOf(string location) => Path.Combine(options.Value.Path, ArchiveLocation.Checked(location));

    // Whoever deletes the folder's only other file at this moment removes the folder with it.
    private static void Move(string work, string place)
    {
        for (var attempt = 1; ; attempt++)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(place)!, OwnerOnly | UnixFileMode.UserExecute);
            try
            {
                File.Move(work, place, overwrite: true);
                return;
            }
            catch (DirectoryNotFoundException) when (attempt < Attempts)
            {
                // Once more.
            }
        }
    }

    private void RemoveEmpty(string folder)
    {
        while (folder.Length > options.Value.Path.TrimEnd('/').Length && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
            folder = Path.GetDirectoryName(folder)!;
        }
    }

    // Of processes that were killed: nobody holds their lock.
    private void RemoveLeftovers(string unfinished)
    {
        foreach (var file in new DirectoryInfo(unfinished).EnumerateFiles().Where(f => f.LastWriteTimeUtc < clock.GetUtcNow().UtcDateTime - Fresh))
        {
            try
            {
                using var mine = new FileStream(file.FullName, Private(FileMode.Open, FileAccess.ReadWrite));
                file.Delete();
            }
            catch (IOException)
            {
                // Somebody writes it, or has removed it.
            }
        }
    }

    // Without sharing, .NET locks the file until it is closed or its process ends.
    private static FileStreamOptions Private(FileMode mode, FileAccess access, FileShare share = FileShare.None)
    {
        var opened = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = BufferBytes, Options = FileOptions.Asynchronous };
        if (mode == FileMode.CreateNew)
            opened.UnixCreateMode = OwnerOnly;
        return opened;
    }
}
