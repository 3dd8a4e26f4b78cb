using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Application.Instances;

/// <summary>What <c>odoo.conf</c> says; the only place where an Odoo learns its database's password.</summary>
public sealed partial record OdooConfiguration
{
    public const string Path = "/etc/odoo/odoo.conf";
    public const string DataDirectory = "/var/lib/odoo";

    /// <summary>For its owner only.</summary>
    public const int FileMode = 0x100; // 0400
    public const string FileOwner = "odoo";

    /// <summary>
    /// Odoo, started by <see cref="OdooLauncher"/>. It is the container's first process: the image's entry point, a shell script that copies
    /// the database password to the command line, does not run.
    /// </summary>
    public const string Executable = OdooLauncher.Path;

    /// <summary>What every run of Odoo begins with, so that no variable of the image or the customer names another file.</summary>
    public static IReadOnlyList<string> Command(params IEnumerable<string> arguments) => [Executable, "--config", Path, .. arguments];

    private const long MiB = 1L << 20;

    public required string DatabaseHost { get; init; }
    public required int DatabasePort { get; init; }
    public required string DatabaseUser { get; init; }
    public required string DatabasePassword { get; init; }
    public required string DatabaseName { get; init; }

    /// <summary>Odoo's master password: random, because nobody shall ever use it.</summary>
    public required string MasterPassword { get; init; }

    /// <summary>The container's limit, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>0: one process with threads, which serves websockets on the same port.</summary>
    public int Workers { get; init; }

    /// <exception cref="InvalidOperationException">A value cannot stand in the file.</exception>
    public WorkloadFile ToFile() => new(Path, Render(), FileMode, FileOwner);

    /// <exception cref="InvalidOperationException">A value cannot stand in the file.</exception>
    public string Render()
    {
        if (!DatabaseNames().IsMatch(DatabaseName))
            throw new InvalidOperationException("A database name has only lower-case letters, digits and underscores.");

        var file = new StringBuilder("[options]\n");
        foreach (var (key, value) in Settings())
            file.Append(CultureInfo.InvariantCulture, $"{key} = {Checked(key, value)}\n");
        return file.ToString();
    }

    private IEnumerable<(string Key, string Value)> Settings() =>
    [
        ("db_host", DatabaseHost),
        ("db_port", Number(DatabasePort)),
        ("db_user", DatabaseUser),
        ("db_password", DatabasePassword),
        ("db_name", DatabaseName),
        ("dbfilter", $"^{DatabaseName}$"),
        ("db_maxconn", Number(16)),
        ("list_db", "False"),
        ("admin_passwd", MasterPassword),
        ("data_dir", DataDirectory),
        ("http_interface", "0.0.0.0"),
        ("proxy_mode", "True"),
        ("workers", Number(Workers)),
        ("max_cron_threads", Number(1)),

        // Address space, not resident memory: above it Odoo restarts itself between requests. It needs about 300 MiB at rest.
        ("limit_memory_soft", Number(Math.Max(MemoryBytes / 5 * 4, 400 * MiB))),

        // Inherited by wkhtmltopdf, which reserves far more than it uses: the container's own limit is the one that bounds.
        ("limit_memory_hard", Number(Math.Max(MemoryBytes, 2048 * MiB))),

        // An app installed in the browser takes longer than Odoo's two minutes on a small instance.
        ("limit_time_cpu", Number(600)),
        ("limit_time_real", Number(1200)),
    ];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    // Odoo reads the words for "nothing" as no value, trims blanks, and a line break would start a setting of its own.
    private static string Checked(string key, string value) =>
        value.Length == 0 || value != value.Trim() || value.Any(char.IsControl)
            || (key is not "list_db" && value is "False" or "false" or "None")
            ? throw new InvalidOperationException($"The value of {key} cannot stand in odoo.conf.")
            : value;

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,62}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DatabaseNames();
}
