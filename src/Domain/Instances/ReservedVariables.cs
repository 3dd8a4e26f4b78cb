using System.Collections.Frozen;

namespace SaaSOdoo.Domain.Instances;

/// <summary>
/// Names that do not merely hold a setting of the customer's: something between the kernel and Odoo obeys them. They are refused by family,
/// so that a member nobody thought of is refused as well.
/// </summary>
public static class ReservedVariables
{
    private const string Platform = "is set by the platform";
    private const string Loader = "steers the program loader and the C library";
    private const string Shell = "steers shells, which would run what it says";
    private const string Interpreter = "steers the interpreter that runs Odoo";
    private const string Tls = "steers encryption and whom it trusts";
    private const string Database = "steers the connection to the database";
    private const string Locale = "steers language and encoding, which Odoo sets by itself";

    private static readonly (string Prefix, string Reason)[] Families =
    [
        ("DB_", Platform), ("ODOO_", Platform), ("OPENERP_", Platform), ("SAASODOO_", Platform),
        ("LD_", Loader), ("GLIBC_", Loader), ("GCONV_", Loader), ("MALLOC_", Loader), ("RESOLV_", Loader),
        ("BASH", Shell), ("SHELL", Shell),
        ("PYTHON", Interpreter), ("PIP_", Interpreter), ("WERKZEUG_", Interpreter), ("GEVENT_", Interpreter), ("PERL", Interpreter),
        ("RUBY", Interpreter), ("NODE_", Interpreter), ("QT_", Interpreter), ("XDG_", Interpreter), ("FONTCONFIG_", Interpreter),
        ("OPENSSL_", Tls), ("SSL_", Tls), ("SSLKEYLOG", Tls), ("CURL_", Tls), ("GNUTLS_", Tls), ("KRB5", Tls), ("SASL_", Tls), ("LDAP", Tls),
        ("PG", Database),
        ("LC_", Locale), ("LANG", Locale), ("LOCPATH", Locale), ("LOCALE", Locale), ("NLS", Locale),
    ];

    private static readonly FrozenDictionary<string, string> Names = new[]
    {
        (Platform, new[] { "HOME", "HOST", "HOSTNAME", "LOGNAME", "PASSWORD", "PASSWORD_FILE", "PATH", "PORT", "USER", "USERNAME" }),
        (Loader, ["GETCONF_DIR", "HOSTALIASES", "LOCALDOMAIN", "NIS_PATH", "RES_OPTIONS", "TMP", "TEMP", "TMPDIR", "TZDIR"]),
        (Shell,
        [
            "CDPATH", "COLUMNS", "ENV", "FCEDIT", "FPATH", "FUNCNEST", "GLOBIGNORE", "HISTFILE", "IFS", "INPUTRC", "LINES", "MAILPATH", "OLDPWD",
            "OPTARG", "OPTIND", "POSIXLY_CORRECT", "PROMPT_COMMAND", "PS0", "PS1", "PS2", "PS3", "PS4", "PWD", "SHLVL", "TERM", "TERMCAP", "TERMINFO",
            "_",
        ]),
        (Interpreter, ["BROWSER", "EDITOR", "PAGER", "VIRTUAL_ENV", "VISUAL"]),
        (Tls, ["REQUESTS_CA_BUNDLE"]),
        (Locale, ["CHARSET", "OUTPUT_CHARSET"]),
    }.SelectMany(f => f.Item2.Select(n => KeyValuePair.Create(n, f.Item1))).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What obeys the name, as the middle of a sentence; null for a name that is free.</summary>
    public static string? ReasonFor(string name) =>
        Names.GetValueOrDefault(name) ?? Families.FirstOrDefault(f => name.StartsWith(f.Prefix, StringComparison.Ordinal)).Reason;
}
