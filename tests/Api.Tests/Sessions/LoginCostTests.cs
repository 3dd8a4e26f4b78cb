using System.Net;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Sessions;

/// <summary>The hash is what a login costs: whoever is asked for, exactly one of the same strength is verified.</summary>
public sealed class LoginCostTests(RealPasswordCost api) : IClassFixture<RealPasswordCost>
{
    [Fact]
    public async Task Every_refusal_costs_one_hash_of_the_same_strength()
    {
        using var known = await TestCustomer.RegisterAsync(api);
        using var locked = await TestCustomer.RegisterAsync(api);
        using var closed = await TestCustomer.RegisterAsync(api);
        await using var db = api.Database.NewDb();
        await db.Database.ExecuteSqlAsync($"update customers set locked_until = now() + interval '15 minutes' where id = {locked.Id}");
        await db.Database.ExecuteSqlAsync($"update customers set status = 'deactivated' where id = {closed.Id}");

        var hasher = new Observed(api.Services.GetRequiredService<IPasswordHasher>());
        await using var server = api.With(builder => builder.ConfigureTestServices(s => s.AddSingleton<IPasswordHasher>(hasher)));
        using var http = server.CreateClient();
        foreach (var email in new[] { known.Email, locked.Email, closed.Email, "nobody@example.com", "not an address" })
        {
            hasher.Verified.Clear();
            using var response = await http.PostAsync("/api/v1/auth/login", new { email, password = "Wrong-Horse-7" });
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
            hasher.Verified.Count.ShouldBe(1, email);
            Strength(hasher.Verified[0]).ShouldBe(Strength(hasher.Dummy), email);
        }
    }

    // Format, algorithm and iterations of Identity's version 3: the first nine bytes.
    private static string Strength(string hash) => Convert.ToHexString(Convert.FromBase64String(hash)[..9]);

    private sealed class Observed(IPasswordHasher inner) : IPasswordHasher
    {
        public List<string> Verified { get; } = [];

        public string Dummy => inner.Dummy;

        public Task<string> HashAsync(string password, string? from, CancellationToken cancellationToken) => inner.HashAsync(password, from, cancellationToken);

        public Task<bool> VerifyAsync(string hash, string password, string? from, CancellationToken cancellationToken)
        {
            Verified.Add(hash);
            return inner.VerifyAsync(hash, password, from, cancellationToken);
        }
    }
}
