using System.Security.Cryptography;
using System.Text;
using Npgsql;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Infrastructure.Subscriptions;

/// <summary>
/// HMAC with SHA-256. The key is made once, by whichever process needs it first, and stored encrypted: it stays the same when the key that
/// encrypts it is rotated.
/// </summary>
internal sealed class MailboxHasher(NpgsqlDataSource database, ISecretProtector protector, IRandomSecrets random) : IMailboxHasher
{
    private const string Name = "mailbox_hash";
    private volatile byte[]? key;

    public async Task<byte[]> HashAsync(Email email, CancellationToken cancellationToken) =>
        HMACSHA256.HashData(await KeyAsync(cancellationToken), Encoding.UTF8.GetBytes(email.Mailbox));

    public async Task ReadKeyAsync(CancellationToken cancellationToken) => await KeyAsync(cancellationToken);

    private async Task<byte[]> KeyAsync(CancellationToken cancellationToken) => key ??= await StoredKeyAsync(cancellationToken);

    private async Task<byte[]> StoredKeyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using (var insert = new NpgsqlCommand("insert into platform_secrets (name, value) values ($1, $2) on conflict do nothing", connection)
        {
            Parameters = { new() { Value = Name }, new() { Value = protector.Protect(random.Token()) } },
        })
        {
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var select = new NpgsqlCommand("select value from platform_secrets where name = $1", connection) { Parameters = { new() { Value = Name } } };
        return Encoding.UTF8.GetBytes(protector.Unprotect((string)(await select.ExecuteScalarAsync(cancellationToken))!));
    }
}
