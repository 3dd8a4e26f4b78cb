using Microsoft.Extensions.Configuration;

namespace SaaSOdoo.TestKit;

/// <summary>
/// Something the tests cannot make themselves is missing: the test is skipped and says why. Where SAASODOO_TEST_REQUIRED=1
/// (eng/test) nothing may be missing, so it fails instead.
/// </summary>
/// <remarks><see cref="RequirementsFramework"/> skips a running test that throws an exception whose message starts with the token.</remarks>
public sealed class RequirementMissingException(string message) : Exception(message);

public static class Requires
{
    private const string SkipToken = "$XunitDynamicSkip$";

    /// <summary>What eng/test tells the tests: the variables SAASODOO_TEST_* without the prefix.</summary>
    public static IConfiguration Settings { get; } = new ConfigurationBuilder().AddEnvironmentVariables("SAASODOO_TEST_").Build();

    public static RequirementMissingException Missing(string reason)
    {
        if (Settings["REQUIRED"] == "1")
            return new($"Required, but missing: {reason}");

        Console.Error.WriteLine($"SKIPPED: {reason}");
        return new(SkipToken + reason);
    }

    /// <summary>Null when the test failed for another reason.</summary>
    internal static string? SkipReason(string message) =>
        message.StartsWith(SkipToken, StringComparison.Ordinal) ? message[SkipToken.Length..] : null;
}
