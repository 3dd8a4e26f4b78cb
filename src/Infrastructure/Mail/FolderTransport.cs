using System.Runtime.Versioning;
using Microsoft.Extensions.Options;
using MimeKit;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>
/// Writes mails as files, for development. They hold working one-time links, so only their owner may read them; a file appears whole.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class FolderTransport(IOptions<MailOptions> options) : IMailTransport
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string folder = options.Value.Folder!;

    public MailboxAddress From { get; } = new(options.Value.Smtp.FromName, "no-reply@localhost");

    public string Description => $"No SMTP server is configured: mails are not sent, but written as .eml files to {folder}.";

    public async Task SendAsync(MimeMessage message, string name, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            var work = Path.Combine(folder, $".{name}");
            // What an attempt that was cut short left.
            if (Directory.Exists(work))
                Directory.Delete(work, recursive: true);

            await using (var file = new FileStream(work, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
                await message.WriteToAsync(new FormatOptions { NewLineFormat = NewLineFormat.Dos }, file, cancellationToken);
            File.Move(work, Path.Combine(folder, $"{name}.eml"), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MailNotTakenException(e.Message, isFinal: false, e);
        }
    }
}
