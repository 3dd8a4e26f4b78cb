using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Secrets;

/// <summary>
/// Encrypts anew, under the key in use, what is stored under older ones. It remembers nothing: what is left to do is read from the values
/// themselves, along an index, so it can be broken off anywhere and begun again, and costs a probe of each index when nothing is left.
/// </summary>
internal sealed partial class SecretRotation(
    SecretKeys keys, ISecretProtector protector, NpgsqlDataSource database, ILogger<SecretRotation> logger)
{
    private const int Batch = 1000;

    // Of one column. They are met again at each read; where so many cannot be read a key is missing, and the others wait for it.
    private const int MostUnreadable = 10_000;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var inUse = protector.Protect("")[..ProtectedValue.KeyCharacters];
        foreach (var column in keys.Columns().Where(c => c.Key is not null))
            await RotateAsync(column, inUse, cancellationToken);
    }

    private async Task RotateAsync(SecretColumn column, string inUse, CancellationToken cancellationToken)
    {
        var unreadable = new List<string>();
        while (unreadable.Count < MostUnreadable && await OldOnesAsync(column, inUse, unreadable, cancellationToken) is { Count: > 0 } old)
        {
            var renewed = new List<(string Row, string Old, string New)>();
            foreach (var (row, value) in old)
            {
                if (Renewed(value) is { } anew)
                    renewed.Add((row, value, anew));
                else
                    unreadable.Add(row);
            }

            await SaveAsync(column, renewed, cancellationToken);
        }

        if (unreadable.Count > 0)
            Unreadable(column.Table, column.Column, unreadable.Count, unreadable[0]);
    }

    // Names come from the model, never from outside.
    private async Task<List<(string Row, string Value)>> OldOnesAsync(
        SecretColumn column, string inUse, List<string> unreadable, CancellationToken cancellationToken)
    {
        var (key, type) = column.Key!.Value;
        string Others(string side) => $"""
            (select {key}::text, {column.Column} from {column.Table}
            where {column.Column} is not null and {column.KeyOfValue} {side} $1 and {key} <> all($2::text[]::{type}[])
            order by {column.KeyOfValue} limit {Batch})
            """;
        await using var command = database.CreateCommand($"{Others("<")} union all {Others(">")}", inUse, unreadable.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(string, string)>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add((reader.GetString(0), reader.GetString(1)));
        return rows;
    }

    private string? Renewed(string value)
    {
        try
        {
            return protector.Protect(protector.Unprotect(value));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // Only what still is as it was read: what somebody else stored meanwhile is newer.
    private async Task SaveAsync(SecretColumn column, List<(string Row, string Old, string New)> renewed, CancellationToken cancellationToken)
    {
        if (renewed.Count == 0)
            return;

        var (key, type) = column.Key!.Value;
        await using var command = database.CreateCommand(
            $"""
            update {column.Table} t set {column.Column} = given.anew
            from unnest($1::text[]::{type}[], $2::text[], $3::text[]) as given(id, old, anew)
            where t.{key} = given.id and t.{column.Column} = given.old
            """,
            renewed.Select(r => r.Row).ToArray(), renewed.Select(r => r.Old).ToArray(), renewed.Select(r => r.New).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} of {Table}.{Column} cannot be decrypted, {First} first: a key is missing, or they were damaged")]
    private partial void Unreadable(string table, string column, int count, string first);
}
