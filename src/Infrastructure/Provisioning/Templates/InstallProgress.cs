using System.Text.RegularExpressions;

namespace SaaSOdoo.Infrastructure.Provisioning.Templates;

/// <summary>Says in plain words what the lines of Odoo's log mean.</summary>
internal sealed partial class InstallProgress(IProgress<string> progress) : IProgress<string>
{
    public void Report(string value)
    {
        if (Loading().Match(value) is { Success: true } module)
            progress.Report($"Installing {module.Groups["name"]} ({module.Groups["number"]} of {module.Groups["count"]})");
        else if (value.Contains("odoo.modules.loading: Modules loaded", StringComparison.Ordinal))
            progress.Report("Finishing the installation");
    }

    [GeneratedRegex(
        @"odoo\.modules\.loading: Loading module (?<name>\w+) \((?<number>\d+)/(?<count>\d+)\)",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Loading();
}
