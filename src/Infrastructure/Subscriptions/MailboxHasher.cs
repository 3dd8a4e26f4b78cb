using System.Security.Cryptography;
using System.Text;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Infrastructure.Secrets;

namespace SaaSOdoo.Infrastructure.Subscriptions;

/// <summary>HMAC with SHA-256, with a key among the platform's secrets.</summary>
internal sealed class MailboxHasher(PlatformSecrets secrets) : IMailboxHasher
{
    private const string Name = "mailbox_hash";
    private volatile byte[]? key;

    public async Task<byte[]> HashAsync(Email email, CancellationToken cancellationToken) =>
        HMACSHA256.HashData(await KeyAsync(cancellationToken), Encoding.UTF8.GetBytes(email.Mailbox));

    public async Task ReadKeyAsync(CancellationToken cancellationToken) => await KeyAsync(cancellationToken);

    private async Task<byte[]> KeyAsync(CancellationToken cancellationToken) =>
        key ??= Encoding.UTF8.GetBytes(await secrets.EnsureAsync(Name, cancellationToken));
}
