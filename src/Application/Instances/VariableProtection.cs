using System.Text.Json;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Instances;

/// <summary>The customer's variables as they are stored: all of an instance in one encrypted value.</summary>
public static class VariableProtection
{
    /// <param name="stored">Null: there are none.</param>
    public static Dictionary<string, string> ReadVariables(this ISecretProtector protector, string? stored) => stored is null
        ? []
        : JsonSerializer.Deserialize<Dictionary<string, string>>(IsPlain(stored) ? stored : protector.Unprotect(stored))!;

    /// <summary>What was stored before variables were encrypted: JSON, which no encrypted value looks like.</summary>
    public static bool IsPlain(string stored) => stored.StartsWith('{');

    /// <summary>Encrypts the variables of the settings; those that are stored already stay as they are, so that nothing seems to have changed.</summary>
    internal static InstanceSettings ProtectVariables(this ISecretProtector protector, InstanceSettings settings, string? stored = null)
    {
        var (before, now) = (protector.ReadVariables(stored), settings.EnvironmentVars);
        if (before.Count == now.Count && !before.Except(now).Any())
            return settings with { ProtectedVars = stored };

        return settings with { ProtectedVars = now.Count == 0 ? null : protector.Protect(JsonSerializer.Serialize(now)) };
    }

    /// <summary>
    /// Null stands for the value that is stored, as somebody sees it who may not read values. One that is not stored stays null, and is refused.
    /// </summary>
    internal static InstanceSettingsInput WithStoredVariables(this ISecretProtector protector, InstanceSettingsInput input, string? stored)
    {
        if (input.EnvironmentVars is not { } given || !given.Any(v => v.Value is null))
            return input;

        var known = protector.ReadVariables(stored);
        return input with { EnvironmentVars = given.ToDictionary(v => v.Key, v => v.Value ?? known.GetValueOrDefault(v.Key), StringComparer.Ordinal) };
    }
}
