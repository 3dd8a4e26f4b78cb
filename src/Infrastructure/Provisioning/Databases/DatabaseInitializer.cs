using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>Makes a clone the customer's own, in one transaction.</summary>
internal sealed class DatabaseInitializer(ServerConnections connections, IRandomSecrets random)
{
    public async Task InitializeDatabaseAsync(DatabaseServer server, string database, DatabaseInitialization values, CancellationToken cancellationToken)
    {
        var found = await connections.OnServerAsync(server, c => c.FindDatabaseAsync(database, cancellationToken), cancellationToken)
            ?? throw new InvalidOperationException($"There is no database {database} to personalise.");

        // The customer may have changed all of it since.
        if (found.Comment == InitializedMark.For(values.InstanceId))
            return;

        await connections.AsOwnerAsync(
            server,
            database,
            found.Owner,
            async c =>
            {
                await c.InTransactionAsync(
                    async token =>
                    {
                        await WriteUsersAsync(c, values, token);
                        await WriteParametersAsync(c, values, token);
                        await c.ExecuteAsync(
                            $"COMMENT ON DATABASE {Sql.Identifier(database)} IS {Sql.Literal(InitializedMark.For(values.InstanceId))}", token);
                    },
                    cancellationToken);
                return 0;
            },
            cancellationToken);
    }

    private static async Task WriteUsersAsync(
        NpgsqlConnection connection, DatabaseInitialization values, CancellationToken cancellationToken)
    {
        var administrators = await connection.QueryAsync(
            """
            UPDATE public.res_users u SET login = $1, password = $2, active = true, write_date = now() AT TIME ZONE 'UTC'
            FROM public.ir_model_data d
            WHERE d.module = 'base' AND d.name = 'user_admin' AND d.model = 'res.users' AND d.res_id = u.id
            RETURNING u.id, u.partner_id
            """,
            r => (User: r.GetInt32(0), Partner: r.GetInt32(1)),
            cancellationToken,
            values.Login,
            values.PasswordHash);
        var (user, partner) = administrators.Single();

        await connection.ExecuteAsync("UPDATE public.res_partner SET email = $1 WHERE id = $2", cancellationToken, values.Login, partner);
        if (await HasNormalisedEmailAsync(connection, cancellationToken))
        {
            await connection.ExecuteAsync(
                "UPDATE public.res_partner SET email_normalized = lower($1) WHERE id = $2", cancellationToken, values.Login, partner);
        }

        // Demonstration data brings demo/demo and portal/portal.
        await connection.ExecuteAsync(
            "UPDATE public.res_users SET password = $1 WHERE id <> $2 AND password <> ''",
            cancellationToken,
            OdooPasswordHash.Unusable(values.OdooVersion),
            user);
    }

    // The module mail adds it.
    private static async Task<bool> HasNormalisedEmailAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            """
            SELECT FROM pg_attribute
            WHERE attrelid = 'public.res_partner'::regclass AND attname = 'email_normalized' AND NOT attisdropped
            """,
            _ => true,
            cancellationToken)).Count > 0;

    // A clone that kept the template's secret would sign sessions like every other clone.
    private Task<int> WriteParametersAsync(NpgsqlConnection connection, DatabaseInitialization values, CancellationToken cancellationToken) =>
        OdooParameters.WriteAsync(
            connection,
            [.. OdooParameters.Identity(values.InstanceId, random, values.Now), .. OdooParameters.Address(values.BaseUrl)],
            cancellationToken);
}
