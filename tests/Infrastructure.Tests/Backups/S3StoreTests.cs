using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.TestKit.Backups;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Backups;

/// <summary>Over real HTTP against a server that speaks the protocol, and fails in the middle.</summary>
public sealed class S3StoreTests(PlatformDatabase platform) : IClassFixture<PlatformDatabase>, IAsyncLifetime
{
    private const string Place = "tenant-1/instance-1/backup-1.zip";
    private const int Part = 5 << 20;
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes((2 * Part) + 12345);

    private FakeS3 s3 = null!;

    public async Task InitializeAsync() => s3 = await FakeS3.StartAsync();

    public async Task DisposeAsync() => await s3.DisposeAsync();

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 1000)]
    [InlineData(false, Part)]
    [InlineData(false, Part + 1)]
    [InlineData(true, (2 * Part) + 12345)]
    public async Task What_is_kept_in_parts_or_in_one_is_read_again_from_any_place(bool encrypt, int length)
    {
        await using var services = Process(encrypt);
        var content = Content[..length];

        var stored = await KeepAsync(services, content);

        stored.ShouldBe(new StoredArchive(length, Convert.ToHexStringLower(SHA256.HashData(content))));
        await using var opened = (await Store(services).OpenAsync(Place, None)).ShouldNotBeNull();
        opened.Length.ShouldBe(length);
        foreach (var place in new[] { length / 3, length - (length / 10), 0 })
        {
            opened.Seek(place, SeekOrigin.Begin);
            (await ReadAsync(opened)).AsSpan().SequenceEqual(content.AsSpan(place)).ShouldBeTrue($"from {place}");
        }

        (s3.Objects[Place].Length == length && s3.Objects[Place].AsSpan().SequenceEqual(content)).ShouldBe(!encrypt);
        s3.Unfinished.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_there_is_null_and_deleting_repeats()
    {
        await using var services = Process();
        await KeepAsync(services, [1]);

        await Store(services).DeleteAsync(Place, None);
        await Store(services).DeleteAsync(Place, None);

        (await Store(services).OpenAsync(Place, None)).ShouldBeNull();
        s3.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_fails_half_way_keeps_nothing()
    {
        await using var services = Process();
        s3.Fault = async http =>
        {
            if (http.Request.Query["partNumber"] != "2")
                return false;
            await FakeS3.FailAsync(http, StatusCodes.Status500InternalServerError, "InternalError");
            return true;
        };

        await Should.ThrowAsync<DependencyUnavailableException>(KeepAsync(services, Content));

        s3.Objects.ShouldBeEmpty();
        s3.Unfinished.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_hiccups_is_asked_again()
    {
        await using var services = Process();
        var failed = 0;
        s3.Fault = async http =>
        {
            if (http.Request.Query["partNumber"] != "1" || Interlocked.Increment(ref failed) > 1)
                return false;
            await FakeS3.FailAsync(http, StatusCodes.Status503ServiceUnavailable, "SlowDown");
            return true;
        };

        await KeepAsync(services, Content);

        failed.ShouldBe(2);
        s3.Objects.Keys.ShouldBe([Place]);
    }

    [Theory]
    [InlineData(StatusCodes.Status507InsufficientStorage, "XMinioStorageFull", "backup_store_full")]
    [InlineData(StatusCodes.Status403Forbidden, "QuotaExceeded", "backup_store_full")]
    [InlineData(StatusCodes.Status403Forbidden, "AccessDenied", "backup_store_failed")]
    public async Task A_refusal_is_told_by_its_code(int status, string answer, string code)
    {
        await using var services = Process();
        s3.Fault = async http =>
        {
            if (http.Request.Method != HttpMethods.Put)
                return false;
            await FakeS3.FailAsync(http, status, answer);
            return true;
        };

        (await Should.ThrowAsync<RefusedException>(KeepAsync(services, [1, 2, 3]))).Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_silent_server_is_away_and_a_caller_who_goes_is_not()
    {
        await using var services = Process(encrypt: true, ("Backups:S3:Timeout", "00:00:00.3"));
        s3.Fault = async http =>
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        using var gone = new CancellationTokenSource(50);

        await Should.ThrowAsync<OperationCanceledException>(Store(services).OpenAsync(Place, gone.Token));
        await Should.ThrowAsync<DependencyUnavailableException>(Store(services).OpenAsync(Place, None));
    }

    [Fact]
    public async Task Nobody_there_is_away()
    {
        await using var services = Process();
        await s3.DisposeAsync();

        await Should.ThrowAsync<DependencyUnavailableException>(Store(services).OpenAsync(Place, None));
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_fetched_again()
    {
        await using var services = Process();
        await KeepAsync(services, Content);
        var cut = 0;
        s3.Fault = async http =>
        {
            if (http.Request.Method != HttpMethods.Get || !http.Request.Path.Value!.EndsWith(".zip", StringComparison.Ordinal) || Interlocked.Increment(ref cut) > 1)
                return false;
            http.Response.StatusCode = StatusCodes.Status206PartialContent;
            http.Response.ContentLength = 4 << 20;
            await http.Response.Body.WriteAsync(new byte[100]);
            await http.Response.Body.FlushAsync();
            http.Abort();
            return true;
        };

        await using var opened = (await Store(services).OpenAsync(Place, None)).ShouldNotBeNull();
        (await ReadAsync(opened)).AsSpan().SequenceEqual(Content).ShouldBeTrue();

        cut.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task An_archive_that_is_kept_wrongly_is_not_kept()
    {
        await using var services = Process();
        s3.Fault = http =>
        {
            if (http.Request.Method == HttpMethods.Head && s3.Objects.TryGetValue(Place, out var kept))
                kept[^20] ^= 1;
            return Task.FromResult(false);
        };

        await Should.ThrowAsync<RefusedException>(KeepAsync(services, Content));

        s3.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_is_deleted_while_it_is_read_is_said_to_be_gone()
    {
        await using var services = Process(encrypt: false);
        await KeepAsync(services, Content);
        await using var opened = (await Store(services).OpenAsync(Place, None)).ShouldNotBeNull();
        await opened.ReadExactlyAsync(new byte[10]);
        s3.Objects.Clear();

        (await Should.ThrowAsync<RefusedException>(ReadAsync(opened))).Code.ShouldBe("backup_store_failed");
    }

    [Fact]
    public async Task Parts_that_a_killed_process_has_sent_are_given_up_by_the_next_write_and_by_deletion()
    {
        await using var services = Process();
        s3.Unfinished["old"] = (Place, new());
        s3.Unfinished["others"] = (Place + ".other", new());
        await KeepAsync(services, [1]);
        s3.Unfinished["newer"] = (Place, new());

        await Store(services).DeleteAsync(Place, None);

        s3.Unfinished.Keys.ShouldBe(["others"]);
    }

    [Fact]
    public void Half_a_configuration_is_refused_at_the_start()
    {
        using var services = BackupServices.Compose(platform, ("Backups:Store", "s3"), ("Backups:S3:Bucket", "b"));

        Should.Throw<Microsoft.Extensions.Options.OptionsValidationException>(() => services.GetRequiredService<IBackupStore>())
            .Message.ShouldContain("Backups:S3");
    }

    private static Task<StoredArchive> KeepAsync(ServiceProvider services, byte[] content) =>
        Store(services).WriteAsync(Place, async (stream, token) => await stream.WriteAsync(content, token), None);

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    private static IBackupStore Store(ServiceProvider services) => services.GetRequiredService<IBackupStore>();

    private ServiceProvider Process(bool encrypt = true, params IEnumerable<(string Key, string? Value)> settings) => BackupServices.Compose(
        platform,
        [
            ("Backups:Store", "s3"), ("Backups:Encrypt", encrypt ? "true" : "false"), ("Backups:S3:ServiceUrl", s3.Url.ToString()),
            ("Backups:S3:Bucket", FakeS3.Bucket), ("Backups:S3:AccessKey", FakeS3.AccessKey), ("Backups:S3:SecretKey", "secret"),
            ("Backups:S3:PartBytes", $"{Part}"), .. settings,
        ]);
}
