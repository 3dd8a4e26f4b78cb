using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Ports;

namespace SaaSOdoo.Infrastructure.Secrets;

internal sealed class CustomerPasswordHasher(IRandomSecrets random) : IPasswordHasher
{
    // OWASP's figure for PBKDF2 with SHA-512.
    private const int Iterations = 210_000;

    private static readonly object Nobody = new();

    private readonly PasswordHasher<object> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly Lazy<string> dummy = new(() => new CustomerPasswordHasher(random).Hash(random.Token()));

    public string Dummy => dummy.Value;

    public string Hash(string password) => hasher.HashPassword(Nobody, password);

    public bool Verify(string hash, string password) =>
        hasher.VerifyHashedPassword(Nobody, hash, password) != PasswordVerificationResult.Failed;
}
