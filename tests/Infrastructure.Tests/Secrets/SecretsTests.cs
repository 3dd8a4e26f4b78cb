using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Customers;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Secrets;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Secrets;

public sealed class SecretsTests(PlatformDatabase platform) : IClassFixture<PlatformDatabase>
{
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
        using var hasher = new CustomerPasswordHasher(new RandomSecrets());
        var hash = await hasher.HashAsync("Correct-Horse-9", default);

        (await hasher.VerifyAsync(hash, "Correct-Horse-9", default)).ShouldBeTrue();
        (await hasher.VerifyAsync(hash, "correct-horse-9", default)).ShouldBeFalse();
        (await hasher.HashAsync("Correct-Horse-9", default)).ShouldNotBe(hash);
        (await hasher.VerifyAsync(hasher.Dummy, "", default)).ShouldBeFalse();
        Cost(hasher.Dummy).ShouldBe(Cost(hash));
    }

    // Format marker, algorithm and iterations: the first nine bytes.
    private static string Cost(string hash) => Convert.ToHexString(Convert.FromBase64String(hash)[..9]);

    private static ISecretProtector Protector(ServiceProvider process) => process.GetRequiredService<ISecretProtector>();

    private ServiceProvider Process() => new ServiceCollection()
        .AddLogging()
        .AddDbContext<AppDb>(options => options.UseNpgsql(platform.ConnectionString))
        .AddSecrets(new ConfigurationBuilder().Build())
        .BuildServiceProvider();
}
