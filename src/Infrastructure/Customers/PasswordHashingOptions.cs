using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SaaSOdoo.Infrastructure.Customers;

/// <summary>
/// Section <c>Passwords</c>. A hash keeps the cost it was made with until the password is changed; an unknown address costs what a new hash
/// does. So leave it alone where accounts exist: old ones would be told from none by the time of a login.
/// </summary>
internal sealed class PasswordHashingOptions
{
    public const string Section = "Passwords";

    /// <summary>Below this, only where the environment is Development or Testing.</summary>
    public const int LeastIterations = 100_000;

    /// <summary>Of PBKDF2 with SHA-512; OWASP's figure.</summary>
    public int Iterations { get; init; } = 210_000;

    /// <summary>
    /// How many may wait for each hash that is computed (one per processor but one): at 100 ms a hash, the last of 40 waits 4 s. One more is
    /// answered 503.
    /// </summary>
    public int WaitingPerPlace { get; init; } = 40;
}

/// <param name="environment">Null counts as production.</param>
internal sealed class PasswordHashingOptionsValidator(IHostEnvironment? environment) : IValidateOptions<PasswordHashingOptions>
{
    public ValidateOptionsResult Validate(string? name, PasswordHashingOptions options)
    {
        var least = environment is not null && (environment.IsDevelopment() || environment.IsEnvironment("Testing")) ? 1 : PasswordHashingOptions.LeastIterations;
        if (options.WaitingPerPlace < 1)
            return ValidateOptionsResult.Fail("Passwords:WaitingPerPlace must be positive.");
        return options.Iterations >= least
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Passwords:Iterations must be at least {least} in this environment.");
    }
}
