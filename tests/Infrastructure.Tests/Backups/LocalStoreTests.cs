using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Backups;

public sealed class LocalStoreTests(PlatformDatabase platform) : IClassFixture<PlatformDatabase>, IDisposable
{
    private const string Place = "tenant-1/instance-1/backup-1.zip";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"saasodoo-store-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 1_000_000)]
    [InlineData(false, 1_000_000)]
    public async Task What_is_kept_is_read_again_from_any_place_and_known_by_size_and_hash(bool encrypt, int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        await using var services = Process(encrypt);
        var store = Store(services);

        var stored = await store.WriteAsync(Place, (s, t) => s.WriteAsync(content, t).AsTask(), None);

        stored.ShouldBe(new StoredArchive(length, Convert.ToHexStringLower(SHA256.HashData(content))));
        await using var opened = (await store.OpenAsync(Place, None)).ShouldNotBeNull();
        opened.Length.ShouldBe(length);
        opened.Seek(length / 2, SeekOrigin.Begin);
        (await ReadAsync(opened)).ShouldBe(content[(length / 2)..]);
        var file = await File.ReadAllBytesAsync(Path.Combine(folder, Place));
        (file.Length == length && file.AsSpan().SequenceEqual(content)).ShouldBe(!encrypt);
        new FileInfo(Path.Combine(folder, Place)).UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        new DirectoryInfo(folder).UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Another_process_reads_it_with_encryption_switched_off_as_well_but_no_tenant_reads_anothers()
    {
        await using (var first = Process(encrypt: true))
            await Store(first).WriteAsync(Place, (s, t) => s.WriteAsync("kept"u8.ToArray(), t).AsTask(), None);
        Directory.CreateDirectory(Path.Combine(folder, "tenant-2/instance-1"));
        File.Copy(Path.Combine(folder, Place), Path.Combine(folder, "tenant-2/instance-1/backup-1.zip"));
        File.Copy(Path.Combine(folder, Place), Path.Combine(folder, "tenant-1/instance-1/backup-2.zip"));
        await using var services = Process(encrypt: false);

        await using var opened = (await Store(services).OpenAsync(Place, None)).ShouldNotBeNull();

        (await ReadAsync(opened)).ShouldBe("kept"u8.ToArray());
        (await Should.ThrowAsync<RefusedException>(Store(services).OpenAsync("tenant-2/instance-1/backup-1.zip", None))).Code.ShouldBe("archive_damaged");
        (await Should.ThrowAsync<RefusedException>(Store(services).OpenAsync("tenant-1/instance-1/backup-2.zip", None))).Code.ShouldBe("archive_damaged");
    }

    [Fact]
    public async Task Nothing_stays_of_a_write_that_failed()
    {
        await using var services = Process();
        await Should.ThrowAsync<TimeoutException>(Store(services).WriteAsync(Place, async (s, t) =>
        {
            await s.WriteAsync(new byte[300_000], t);
            throw new TimeoutException();
        }, None));

        (await Store(services).OpenAsync(Place, None)).ShouldBeNull();
        Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_write_that_fails_leaves_what_was_there()
    {
        await using var services = Process();
        await Store(services).WriteAsync(Place, (s, t) => s.WriteAsync("first"u8.ToArray(), t).AsTask(), None);

        await Should.ThrowAsync<TimeoutException>(Store(services).WriteAsync(Place, (_, _) => throw new TimeoutException(), None));

        await using var opened = (await Store(services).OpenAsync(Place, None)).ShouldNotBeNull();
        (await ReadAsync(opened)).ShouldBe("first"u8.ToArray());
        Files().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Deleting_removes_the_folders_that_are_empty_then_and_repeats()
    {
        await using var services = Process();
        var store = Store(services);
        await store.WriteAsync(Place, (s, t) => s.WriteAsync(new byte[10], t).AsTask(), None);
        await store.WriteAsync("tenant-1/instance-2/backup-1.zip", (s, t) => s.WriteAsync(new byte[10], t).AsTask(), None);

        await store.DeleteAsync(Place, None);
        await store.DeleteAsync(Place, None);

        (await store.OpenAsync(Place, None)).ShouldBeNull();
        Directory.GetDirectories(Path.Combine(folder, "tenant-1")).Select(Path.GetFileName).ShouldBe(["instance-2"]);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b/../c.zip")]
    [InlineData("/a/b/c.zip")]
    [InlineData("a/b/c.zip\n")]
    [InlineData("a//c.zip")]
    [InlineData("a/b/c.zip/d")]
    public async Task No_location_leads_elsewhere(string location)
    {
        await using var services = Process();

        await Should.ThrowAsync<ArgumentException>(Store(services).WriteAsync(location, (_, _) => Task.CompletedTask, None));
        await Should.ThrowAsync<ArgumentException>(Store(services).OpenAsync(location, None));
        await Should.ThrowAsync<ArgumentException>(Store(services).DeleteAsync(location, None));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_removed_and_what_another_writes_is_not()
    {
        await using var services = Process();
        await Store(services).WriteAsync(Place, (_, _) => Task.CompletedTask, None);
        var (dead, alive) = (Path.Combine(folder, ".unfinished", "dead"), Path.Combine(folder, ".unfinished", "alive"));
        await File.WriteAllTextAsync(dead, "half");
        await using var writing = new FileStream(alive, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        foreach (var file in new[] { dead, alive })
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);

        await Store(services).WriteAsync("tenant-1/instance-1/backup-2.zip", (_, _) => Task.CompletedTask, None);

        File.Exists(dead).ShouldBeFalse();
        File.Exists(alive).ShouldBeTrue();
    }

    [Fact]
    public async Task A_full_disk_is_said_and_leaves_nothing()
    {
        Directory.CreateDirectory(folder);
        Mount("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder);
        try
        {
            await using var services = Process();
            var refused = await Should.ThrowAsync<RefusedException>(
                Store(services).WriteAsync(Place, (s, t) => s.WriteAsync(new byte[4 << 20], t).AsTask(), None));

            refused.Code.ShouldBe("backup_store_full");
            Files().ShouldBeEmpty();
            await Store(services).WriteAsync(Place, (s, t) => s.WriteAsync(new byte[500 << 10], t).AsTask(), None);
        }
        finally
        {
            Mount("umount", folder);
        }
    }

    private static void Mount(string command, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw Requires.Missing($"{command} does not work here (root is needed)");
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    private List<string> Files() => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)];

    private static IBackupStore Store(ServiceProvider services) => services.GetRequiredService<IBackupStore>();

    private ServiceProvider Process(bool encrypt = true) =>
        BackupServices.Compose(platform, ("Backups:Path", folder), ("Backups:Encrypt", encrypt ? "true" : "false"));
}
