using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.Secrets;

namespace SaaSOdoo.Infrastructure.Customers;

internal sealed class CustomerPasswordHasher(IRandomSecrets random, IOptions<PasswordHashingOptions> options) : IPasswordHasher, IDisposable
{
    private static readonly object Nobody = new();

    private readonly PasswordHasher<object> hasher = HasherOf(options.Value);
    private readonly Lazy<string> dummy = new(() => HasherOf(options.Value).HashPassword(Nobody, random.Token()));

    // A hash occupies a thread for some 100 ms. Without a bound, a burst of logins takes every thread and the whole process stands still.
    private readonly SemaphoreSlim gate = new(Math.Max(1, Environment.ProcessorCount - 1));

    public string Dummy => dummy.Value;

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        InTurnAsync(() => hasher.HashPassword(Nobody, password), cancellationToken);

    public Task<bool> VerifyAsync(string hash, string password, CancellationToken cancellationToken) =>
        InTurnAsync(() => hasher.VerifyHashedPassword(Nobody, hash, password) != PasswordVerificationResult.Failed, cancellationToken);

    public void Dispose() => gate.Dispose();

    private static PasswordHasher<object> HasherOf(PasswordHashingOptions options) =>
        new(Options.Create(new PasswordHasherOptions { IterationCount = options.Iterations }));

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }
}
