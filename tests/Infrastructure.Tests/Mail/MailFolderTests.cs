using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Infrastructure.Mail;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit.Mail;

namespace SaaSOdoo.Infrastructure.Tests.Mail;

public sealed class MailFolderTests : MailTest
{
    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("mail");

    private string Folder => Path.Combine(parent.FullName, "mail");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        parent.Delete(recursive: true);
    }

    [Fact]
    public async Task Mail_without_smtp_server_is_written_as_a_file_readable_by_the_owner_only()
    {
        var id = await PostAsync(name: "Tendai Möyo");
        (await SendAsync()).ShouldBe(1);

        var file = new DirectoryInfo(Folder).GetFileSystemInfos().ShouldHaveSingleItem();
        file.Name.ShouldBe($"20261122T090000-password_reset-{id.Value:N}.eml");
        file.UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        new DirectoryInfo(Folder).UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var mail = new ReceivedMail("", [], await File.ReadAllTextAsync(file.FullName));
        mail.To.ShouldBe("Tendai Möyo <tendai@example.com>");
        mail.Link().Fragment.ShouldBe($"#token={Token}");
        mail.MessageId.ShouldBe($"<{id.Value:N}@localhost>");
        (await MailAsync(id)).Status.ShouldBe(MailStatus.Sent);
    }

    [Fact]
    public async Task Interrupted_mail_write_leaves_one_whole_file_after_the_retry()
    {
        var id = await PostAsync();
        var left = Path.Combine(Folder, $".20261122T090000-password_reset-{id.Value:N}");
        Directory.CreateDirectory(left);
        await File.WriteAllTextAsync(Path.Combine(left, "half.eml"), "half");

        await SendAsync();
        new DirectoryInfo(Folder).GetFileSystemInfos().ShouldHaveSingleItem().Extension.ShouldBe(".eml");
    }

    [Fact]
    public async Task Mail_is_retried_when_the_folder_cannot_be_written()
    {
        await File.WriteAllTextAsync(Folder, "a file where the folder should be");
        var id = await PostAsync();
        await SendAsync();
        (await MailAsync(id)).Status.ShouldBe(MailStatus.Queued);

        File.Delete(Folder);
        Host.Advance(TimeSpan.FromMinutes(1));
        (await SendAsync()).ShouldBe(1);
        Directory.GetFiles(Folder).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Configured_smtp_server_takes_precedence_over_the_folder()
    {
        await using var host = Open([("Mail:Folder", Folder)]);
        host.Get<IMailTransport>().Description.ShouldBe($"Mails are sent through 127.0.0.1:{Smtp.Port} (without TLS) as no-reply@saasodoo.example.");
        Host.Get<IMailTransport>().Description.ShouldBe($"No SMTP server is configured: mails are not sent, but written as .eml files to {Folder}.");
    }

    private protected override OperationHost Open() => new(Database, change: null, ("Mail:Folder", Folder), ("Portal:BaseUrl", "https://portal.example.com"));
}
