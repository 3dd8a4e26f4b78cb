using Npgsql;
using NpgsqlTypes;
using SaaSOdoo.Application.ApiKeys;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Sessions;
using SaaSOdoo.Infrastructure.Sessions;

namespace SaaSOdoo.Infrastructure.ApiKeys;

/// <summary>Runs before every request of a program, hence one statement without EF, as <see cref="SessionLookup"/>.</summary>
internal sealed class ApiKeyLookup(NpgsqlDataSource database, CredentialUses uses, TimeProvider clock) : IApiKeyLookup
{
    private const string Sql = """
        select c.id, k.id, k.scopes, k.last_used_at
        from api_keys k
        join customers c on c.id = k.customer_id
        where k.token_hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2) and c.status = 'active'
        """;

    public async Task<AuthenticatedKey?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = tokenHash, NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { Value = now, NpgsqlDbType = NpgsqlDbType.TimestampTz });

        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return null;

        var key = new AuthenticatedKey(new CustomerId(row.GetGuid(0)), new ApiKeyId(row.GetGuid(1)), row.GetFieldValue<string[]>(2));
        if (await row.IsDBNullAsync(3, cancellationToken) || now - row.GetFieldValue<DateTimeOffset>(3) >= Session.UseResolution)
            uses.Note(key.ApiKeyId, now);
        return key;
    }
}
