using System.Text.Json;
using SaaSOdoo.Application.Secrets;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>What a mail says besides its template.</summary>
internal sealed record MailContent(string? Name, IReadOnlyDictionary<string, string> Values)
{
    // A value may be a one-time link.
    public override string ToString() => nameof(MailContent);
}

/// <summary>Encrypted on its way through the database.</summary>
internal sealed class MailContents(ISecretProtector protector)
{
    public string Seal(MailContent content) => protector.Protect(JsonSerializer.Serialize(content));

    public MailContent Open(string sealedContent) => JsonSerializer.Deserialize<MailContent>(protector.Unprotect(sealedContent))!;
}
