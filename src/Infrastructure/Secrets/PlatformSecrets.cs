using Npgsql;
using SaaSOdoo.Application.Secrets;

namespace SaaSOdoo.Infrastructure.Secrets;

/// <summary>
/// Secrets of the platform itself, each made once, by whichever process needs it first, and stored encrypted: one stays the same when the key
/// that encrypts it is rotated.
/// </summary>
internal sealed class PlatformSecrets(NpgsqlDataSource database, ISecretProtector protector, IRandomSecrets random)
{
    public async Task<string> EnsureAsync(string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is { } found)
            return found;

        await using var insert = database.CreateCommand("insert into platform_secrets (name, value) values ($1, $2) on conflict do nothing");
        insert.Parameters.Add(new() { Value = name });
        insert.Parameters.Add(new() { Value = protector.Protect(random.Token()) });
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return await FindAsync(name, cancellationToken) ?? throw new InvalidOperationException($"The secret {name} was removed the moment it was made.");
    }

    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select value from platform_secrets where name = $1");
        select.Parameters.Add(new() { Value = name });
        return await select.ExecuteScalarAsync(cancellationToken) is string value ? protector.Unprotect(value) : null;
    }
}
