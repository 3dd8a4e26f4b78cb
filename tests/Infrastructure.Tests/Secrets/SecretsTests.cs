using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Customers;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Secrets;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Secrets;

public sealed class SecretsTests(PlatformDatabase platform) : IClassFixture<PlatformDatabase>
{
    // Of Correct-Horse-9, computed elsewhere in the format and at the cost that the landed version stores.
    private const string LandedHash = "AQAAAAIAAzRQAAAAEErTPPV3YvQcxnZznV29QRMRoCRfo0HtA0xE2jFZi/m5SLpKuq4ijjNZ3WIZAJhhlA==";

    [Fact]
    public async Task Processes_that_start_at_the_same_time_share_one_key_and_read_each_others_secrets()
    {
        await using var first = Process();
        await using var second = Process();

        var written = await Task.WhenAll(
            Task.Run(() => Protector(first).Protect("from the first")), Task.Run(() => Protector(second).Protect("from the second")));

        Protector(second).Unprotect(written[0]).ShouldBe("from the first");
        Protector(first).Unprotect(written[1]).ShouldBe("from the second");
        written[0].ShouldNotContain("first");
        await using var restarted = Process();
        Protector(restarted).Unprotect(written[0]).ShouldBe("from the first");
        await using var db = platform.NewDb();
        (await db.DataProtectionKeys.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public void Random_values_do_not_repeat_and_have_their_shape()
    {
        var random = new RandomSecrets();

        var tokens = Enumerable.Range(0, 100).Select(_ => random.Token()).ToList();
        tokens.Distinct().Count().ShouldBe(100);
        tokens.ShouldAllBe(t => t.Length == 43 && t.All(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_'));

        var passwords = Enumerable.Range(0, 100).Select(_ => random.Password()).ToList();
        passwords.Distinct().Count().ShouldBe(100);
        passwords.ShouldAllBe(p => p.Length == 24 && !p.Intersect("0Oo1lI").Any());
    }

    [Fact]
    public async Task Passwords_are_verified_and_the_dummy_costs_the_same_and_fits_nothing()
    {
        var hasher = Hasher();
        var hash = await hasher.HashAsync("Correct-Horse-9", from: null, default);

        (await hasher.VerifyAsync(hash, "Correct-Horse-9", from: null, default)).ShouldBeTrue();
        (await hasher.VerifyAsync(hash, "correct-horse-9", from: null, default)).ShouldBeFalse();
        (await hasher.HashAsync("Correct-Horse-9", from: null, default)).ShouldNotBe(hash);
        (await hasher.VerifyAsync(hasher.Dummy, "", from: null, default)).ShouldBeFalse();
        Cost(hasher.Dummy).ShouldBe(Cost(hash));
    }

    [Fact]
    public async Task Hashes_made_at_another_cost_verify_those_of_the_landed_version_too()
    {
        var hasher = Hasher();
        var cheap = Hasher(iterations: 100);

        (await hasher.VerifyAsync(await cheap.HashAsync("Correct-Horse-9", from: null, default), "Correct-Horse-9", from: null, default)).ShouldBeTrue();
        (await cheap.VerifyAsync(await hasher.HashAsync("Correct-Horse-9", from: null, default), "Correct-Horse-9", from: null, default)).ShouldBeTrue();
        (await hasher.VerifyAsync(LandedHash, "Correct-Horse-9", from: null, default)).ShouldBeTrue();
        (await hasher.VerifyAsync(LandedHash, "Correct-Horse-8", from: null, default)).ShouldBeFalse();
        Cost(await hasher.HashAsync("Correct-Horse-9", from: null, default)).ShouldBe(Cost(LandedHash));
    }

    [Theory]
    [InlineData(99_999, "Production", false)]
    [InlineData(99_999, "Staging", false)]
    [InlineData(99_999, null, false)]
    [InlineData(100_000, "Production", true)]
    [InlineData(1, "Development", true)]
    [InlineData(1, "Testing", true)]
    [InlineData(0, "Testing", false)]
    public void A_cost_too_low_for_its_environment_is_refused(int iterations, string? environment, bool accepted)
    {
        var host = environment is null ? null : new HostingEnvironment { EnvironmentName = environment };
        new PasswordHashingOptionsValidator(host).Validate(name: null, new PasswordHashingOptions { Iterations = iterations }).Succeeded.ShouldBe(accepted);
    }

    private static CustomerPasswordHasher Hasher(int? iterations = null) =>
        new(new RandomSecrets(), Options.Create(iterations is { } count ? new PasswordHashingOptions { Iterations = count } : new PasswordHashingOptions()));

    // Format marker, algorithm and iterations: the first nine bytes.
    private static string Cost(string hash) => Convert.ToHexString(Convert.FromBase64String(hash)[..9]);

    private static ISecretProtector Protector(ServiceProvider process) => process.GetRequiredService<ISecretProtector>();

    private ServiceProvider Process() => new ServiceCollection()
        .AddLogging()
        .AddDbContext<AppDb>(options => options.UseNpgsql(platform.ConnectionString))
        .AddSecrets(new ConfigurationBuilder().Build())
        .BuildServiceProvider();
}
