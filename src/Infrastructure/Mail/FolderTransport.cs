using System.Net.Mail;
using System.Runtime.Versioning;
using Microsoft.Extensions.Options;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>
/// Writes mails as files, for development. They hold working one-time links, so only their owner may read them; a file appears whole.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class FolderTransport(IOptions<MailOptions> options) : IMailTransport
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string folder = options.Value.Folder!;

    public MailAddress From { get; } = new("no-reply@localhost", options.Value.Smtp.FromName);

    public string Description => $"No SMTP server is configured: mails are not sent, but written as .eml files to {folder}.";

    public async Task SendAsync(MailMessage message, string name, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            var work = Path.Combine(folder, $".{name}");
            // What an attempt that was cut short left.
            if (Directory.Exists(work))
                Directory.Delete(work, recursive: true);
            Directory.CreateDirectory(work, OwnerOnly | UnixFileMode.UserExecute);

            using (var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = work })
                await client.SendMailAsync(message, cancellationToken);
            var written = Directory.GetFiles(work).Single();
            File.SetUnixFileMode(written, OwnerOnly);
            File.Move(written, Path.Combine(folder, $"{name}.eml"), overwrite: true);
            Directory.Delete(work);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SmtpException)
        {
            throw new MailNotTakenException(e.Message, isFinal: false, e);
        }
    }
}
