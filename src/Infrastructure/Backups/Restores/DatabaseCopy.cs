using Npgsql;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>Makes loaded data those of another instance.</summary>
internal sealed class DatabaseCopy(NeutraliseJob job, RestoredDatabase database, IRandomSecrets random)
{
    private const string Refused = "itself be changed";

    public async Task MakeAsync(InstanceData target, CopyIdentity identity, CancellationToken cancellationToken)
    {
        if (identity.Neutralise)
            await job.RunAsync(target, cancellationToken);
        await database.UseAsync(target, Refused, c => ChangeAsync(c, identity, cancellationToken), cancellationToken);
        if (identity.Neutralise)
            await database.UseAsync(target, Refused, c => NeutralisedDatabase.ProveAsync(c, cancellationToken), cancellationToken);
    }

    private async Task<int> ChangeAsync(NpgsqlConnection connection, CopyIdentity identity, CancellationToken cancellationToken)
    {
        await connection.InTransactionAsync(
            async token =>
            {
                await OdooParameters.WriteAsync(connection, await ParametersAsync(connection, identity, token), token);
                if (identity.Neutralise)
                    await NeutralisedDatabase.SwitchOffAsync(connection, token);
            },
            cancellationToken);
        return 0;
    }

    // Once: repeated after a crash, it is the same instance.
    private async Task<(string Key, string Value)[]> ParametersAsync(
        NpgsqlConnection connection, CopyIdentity identity, CancellationToken cancellationToken)
    {
        (string, string)[] address = identity.BaseUrl is { } url ? OdooParameters.Address(url) : [];
        var known = await connection.QueryAsync(
            "SELECT left(value, 100) FROM public.ir_config_parameter WHERE key = $1", r => r.GetString(0), cancellationToken, OdooParameters.InstanceKey);
        return known.Contains(identity.InstanceId.ToString())
            ? address
            : [.. OdooParameters.Identity(identity.InstanceId, random, identity.Now), .. address];
    }
}
