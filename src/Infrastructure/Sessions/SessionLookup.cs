using Npgsql;
using NpgsqlTypes;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Sessions;

namespace SaaSOdoo.Infrastructure.Sessions;

/// <summary>Runs before every request, hence one statement without EF. That a session was used is written later, by <see cref="CredentialUses"/>.</summary>
internal sealed class SessionLookup(NpgsqlDataSource database, CredentialUses uses, TimeProvider clock) : ISessionLookup
{
    private const string Sql = """
        select c.id, s.id, c.roles, s.last_used_at
        from sessions s
        join customers c on c.id = s.customer_id
        where s.token_hash = $1 and s.revoked_at is null and s.expires_at > $2 and c.status = 'active'
        """;

    public async Task<AuthenticatedSession?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = tokenHash, NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { Value = now, NpgsqlDbType = NpgsqlDbType.TimestampTz });

        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return null;

        var session = new AuthenticatedSession(new CustomerId(row.GetGuid(0)), new SessionId(row.GetGuid(1)), row.GetFieldValue<string[]>(2));
        if (now - row.GetFieldValue<DateTimeOffset>(3) >= Session.UseResolution)
            uses.Note(session.SessionId, now);
        return session;
    }
}
