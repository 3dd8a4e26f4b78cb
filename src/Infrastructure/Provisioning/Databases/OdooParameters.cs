using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using SaaSOdoo.Application.Secrets;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>Odoo's system parameters.</summary>
internal static class OdooParameters
{
    /// <summary>The instance that a database belongs to.</summary>
    public const string InstanceKey = "saasodoo.instance";

    /// <summary>
    /// What makes it a database of its own, new with each call: Odoo registers under the first and the third, and signs sessions with the second.
    /// </summary>
    public static (string Key, string Value)[] Identity(Guid instance, IRandomSecrets random, DateTimeOffset now) =>
    [
        ("database.uuid", new Guid(RandomNumberGenerator.GetBytes(16)).ToString()),
        ("database.secret", random.Token()),
        ("database.create_date", now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
        (InstanceKey, instance.ToString()),
    ];

    /// <summary>
    /// Where customers reach the instance, kept whatever address an administrator logs in from; and where wkhtmltopdf, which runs beside Odoo
    /// and may not reach the customers' address, fetches pictures and styles.
    /// </summary>
    public static (string Key, string Value)[] Address(Uri baseUrl) =>
    [
        ("web.base.url", baseUrl.ToString().TrimEnd('/')),
        ("web.base.url.freeze", "True"),
        ("report.url", "http://127.0.0.1:8069"),
    ];

    public static Task<int> WriteAsync(NpgsqlConnection connection, (string Key, string Value)[] parameters, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            """
            INSERT INTO public.ir_config_parameter (key, value, create_uid, create_date, write_uid, write_date)
            SELECT key, value, 1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC' FROM unnest($1, $2) AS given (key, value)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value, write_date = excluded.write_date
            """,
            cancellationToken,
            parameters.Select(p => p.Key).ToArray(),
            parameters.Select(p => p.Value).ToArray());
}
