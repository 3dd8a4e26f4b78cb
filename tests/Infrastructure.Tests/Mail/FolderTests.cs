using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Infrastructure.Mail;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit.Mail;

namespace SaaSOdoo.Infrastructure.Tests.Mail;

public sealed class FolderTests : MailTest
{
    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("mail");

    private string Folder => Path.Combine(parent.FullName, "mail");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        parent.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_a_server_a_mail_becomes_a_file_that_only_its_owner_reads()
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
    public async Task An_attempt_that_was_cut_short_leaves_one_whole_file_in_the_end()
    {
        var id = await PostAsync();
        var left = Path.Combine(Folder, $".20261122T090000-password_reset-{id.Value:N}");
        Directory.CreateDirectory(left);
        await File.WriteAllTextAsync(Path.Combine(left, "half.eml"), "half");

        await SendAsync();
        new DirectoryInfo(Folder).GetFileSystemInfos().ShouldHaveSingleItem().Extension.ShouldBe(".eml");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_keeps_the_mail()
    {
        await File.WriteAllTextAsync(Folder, "a file where the folder should be");
        var id = await PostAsync();
        await SendAsync();
        (await MailAsync(id)).Status.ShouldBe(MailStatus.Queued);

        File.Delete(Folder);
        Shop.Advance(TimeSpan.FromMinutes(1));
        (await SendAsync()).ShouldBe(1);
        Directory.GetFiles(Folder).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_configured_server_comes_before_the_folder()
    {
        await using var shop = Open([("Mail:Folder", Folder)]);
        shop.Get<IMailTransport>().Description.ShouldBe($"Mails are sent through 127.0.0.1:{Smtp.Port} (without TLS) as no-reply@saasodoo.example.");
        Shop.Get<IMailTransport>().Description.ShouldBe($"No SMTP server is configured: mails are not sent, but written as .eml files to {Folder}.");
    }

    private protected override OperationHost Open() => new(Database, change: null, ("Mail:Folder", Folder), ("Portal:BaseUrl", "https://portal.example.com"));
}
