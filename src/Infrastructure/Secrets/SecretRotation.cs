using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Secrets;

/// <summary>
/// Encrypts anew, under the key in use, what is stored under older ones. It remembers nothing: what is left to do is read from the values
/// themselves, so it can be broken off anywhere and begun again.
/// </summary>
internal sealed partial class SecretRotation(
    SecretKeys keys, ISecretProtector protector, NpgsqlDataSource database, ILogger<SecretRotation> logger)
{
    private const int Batch = 200;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var inUse = protector.Protect("")[..ProtectedValue.KeyCharacters];
        foreach (var column in keys.Columns())
        {
            var after = "";
            while (await OldOnesAsync(column, inUse, after, cancellationToken) is { Count: > 0 } rows)
            {
                foreach (var (row, value) in rows)
                    await RenewAsync(column, row, value, cancellationToken);
                after = rows[^1].Row;
            }
        }
    }

    // Beyond the last row of the batch before: a value that cannot be read is not met again and again.
    private async Task<List<(string Row, string Value)>> OldOnesAsync(SecretColumn column, string inUse, string after, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            select {RowOf(column)} as row, {column.Column} from {column.Table}
            where {column.Column} is not null and left({column.Column}, {ProtectedValue.KeyCharacters}) <> $1 and {RowOf(column)} > $2
            order by 1 limit {Batch}
            """,
            inUse, after);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(string, string)>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add((reader.GetString(0), reader.GetString(1)));
        return rows;
    }

    // Only if it still is what was read: what somebody else stored meanwhile is newer.
    private async Task RenewAsync(SecretColumn column, string row, string value, CancellationToken cancellationToken)
    {
        string renewed;
        try
        {
            renewed = protector.Protect(protector.Unprotect(value));
        }
        catch (CryptographicException e)
        {
            Unreadable(e, column.Table, column.Column, row);
            return;
        }

        await using var command = database.CreateCommand(
            $"update {column.Table} set {column.Column} = $1 where {RowOf(column)} = $2 and {column.Column} = $3", renewed, row, value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // Names come from the model, never from outside.
    private static string RowOf(SecretColumn column) => $"concat_ws('/', {string.Join(", ", column.Key.Select(k => $"{k}::text"))}) collate \"C\"";

    [LoggerMessage(Level = LogLevel.Error, Message = "{Table}.{Column} of {Row} cannot be decrypted: its key is missing, or it was damaged")]
    private partial void Unreadable(Exception exception, string table, string column, string row);
}
