using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>Makes loaded data those of another instance, with its owner's rights: by now everything in it may be a stranger's.</summary>
internal sealed class DatabaseCopy(NeutraliseJob job, ServerConnections connections, IRandomSecrets random)
{
    private const string InstanceKey = "saasodoo.instance";

    // Milliseconds; what a stranger has put into the tables may take for ever.
    private const int Patience = 600_000;

    public async Task MakeAsync(InstanceData target, CopyIdentity identity, CancellationToken cancellationToken)
    {
        if (identity.Neutralise)
            await job.RunAsync(target, cancellationToken);
        await AsOwnerAsync(target, c => ChangeAsync(c, identity, cancellationToken), cancellationToken);
        if (identity.Neutralise)
            await AsOwnerAsync(target, c => NeutralisedDatabase.ProveAsync(c, cancellationToken), cancellationToken);
    }

    private async Task<int> ChangeAsync(NpgsqlConnection connection, CopyIdentity identity, CancellationToken cancellationToken)
    {
        await connection.InTransactionAsync(
            async token =>
            {
                await OdooParameters.WriteAsync(connection, [.. await ParametersAsync(connection, identity, token)], token);
                if (identity.Neutralise)
                    await NeutralisedDatabase.SwitchOffAsync(connection, token);
            },
            cancellationToken);
        return 0;
    }

    // Once: repeated after a crash, it is the same instance. Odoo signs sessions with the secret, and registers under the other two.
    private async Task<IEnumerable<(string Key, string Value)>> ParametersAsync(
        NpgsqlConnection connection, CopyIdentity identity, CancellationToken cancellationToken)
    {
        (string, string)[] address = identity.BaseUrl is { } url ? OdooParameters.Address(url) : [];
        var known = await connection.QueryAsync("SELECT left(value, 100) FROM public.ir_config_parameter WHERE key = $1", r => r.GetString(0), cancellationToken, InstanceKey);
        if (known.Contains(identity.InstanceId.ToString()))
            return address;

        return
        [
            ("database.uuid", new Guid(RandomNumberGenerator.GetBytes(16)).ToString()),
            ("database.secret", random.Token()),
            ("database.create_date", identity.Now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
            (InstanceKey, identity.InstanceId.ToString()),
            .. address,
        ];
    }

    private async Task AsOwnerAsync(InstanceData target, Func<NpgsqlConnection, Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            await connections.AsOwnerAsync(
                target.Server,
                target.Database,
                target.Role,
                async c =>
                {
                    await c.ExecuteAsync($"SET statement_timeout = {Patience}", cancellationToken);
                    return await work(c);
                },
                cancellationToken);
        }
        catch (Exception e) when ((e as PostgresException ?? e.InnerException as PostgresException) is { } refusal && !ServerFailures.IsAway(refusal))
        {
            throw new RefusedException(RestoreFailures.Failed, $"The restored database does not let itself be changed ({refusal.SqlState}).", e);
        }
    }
}
