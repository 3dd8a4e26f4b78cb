using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.TestKit.Http;

/// <summary>Mails that wait to be sent, opened as the worker would.</summary>
public static class PostedMails
{
    /// <summary>The values of the recipient's mails made from the template, oldest first.</summary>
    public static async Task<List<JsonNode>> MailsAsync(this PlatformApi api, string recipient, MailTemplate template)
    {
        await using var db = api.Database.NewDb();
        var address = Email.Stored(recipient);
        var contents = await db.Mails.Where(m => m.Recipient == address && m.Template == template).OrderBy(m => m.Id)
            .Select(m => m.Content!).ToListAsync();
        var protector = api.Services.GetRequiredService<ISecretProtector>();
        return [.. contents.Select(c => JsonNode.Parse(protector.Unprotect(c))!["Values"]!)];
    }

    /// <summary>The one-time token in the link of the newest such mail.</summary>
    public static async Task<string> TokenMailedAsync(this PlatformApi api, string recipient, MailTemplate template)
    {
        var link = (await api.MailsAsync(recipient, template))[^1]["link"]!.GetValue<string>();
        return link[(link.IndexOf("#token=", StringComparison.Ordinal) + "#token=".Length)..];
    }
}
