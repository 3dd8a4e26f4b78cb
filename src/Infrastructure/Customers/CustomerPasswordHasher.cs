using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Infrastructure.Customers;

internal sealed class CustomerPasswordHasher(IRandomSecrets random, IOptions<PasswordHashingOptions> options) : IPasswordHasher
{
    private static readonly object Nobody = new();
    private static readonly int Places = Math.Max(1, Environment.ProcessorCount - 1);

    private readonly PasswordHasher<object> hasher = HasherOf(options.Value);
    private readonly Lazy<string> dummy = new(() => HasherOf(options.Value).HashPassword(Nobody, random.Token()));

    // A hash occupies a thread for some 100 ms. Without a bound, a burst of logins takes every thread and the whole process stands still.
    private readonly FairGate gate = new(Places, Places * options.Value.WaitingPerPlace);

    public string Dummy => dummy.Value;

    public Task<string> HashAsync(string password, string? from, CancellationToken cancellationToken)
    {
        var normal = Normal(password);
        return InTurnAsync(() => hasher.HashPassword(Nobody, normal), from, cancellationToken);
    }

    public Task<bool> VerifyAsync(string hash, string password, string? from, CancellationToken cancellationToken)
    {
        var normal = Normal(password);
        return InTurnAsync(() => hasher.VerifyHashedPassword(Nobody, hash, normal) != PasswordVerificationResult.Failed, from, cancellationToken);
    }

    // Validators refuse what has no normal form.
    private static string Normal(string password) => PasswordPolicy.Normalize(password) ?? throw new ArgumentException("This is no password.", nameof(password));

    private static PasswordHasher<object> HasherOf(PasswordHashingOptions options) =>
        new(Options.Create(new PasswordHasherOptions { IterationCount = options.Iterations }));

    private async Task<T> InTurnAsync<T>(Func<T> work, string? from, CancellationToken cancellationToken)
    {
        await gate.EnterAsync(NetworkPrefix.SourceOf(from), cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            gate.Leave();
        }
    }
}
