using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SaaSOdoo.Infrastructure.Mail;

namespace SaaSOdoo.Infrastructure.Tests.Mail;

public sealed class MailOptionsTests
{
    [Theory]
    [InlineData("Smtp:Host=mail.example.com;Smtp:From=no-reply@example.com", null)]
    [InlineData("Smtp:Host=127.0.0.1;Smtp:Port=25;Smtp:Tls=none;Smtp:User=a;Smtp:Password=b;Smtp:From=a@b.example", null)]
    [InlineData("Smtp:Host=mail.example.com;Smtp:Port=465;Smtp:Tls=implicit;Smtp:User=a;Smtp:Password=b;Smtp:From=a@b.example", null)]
    [InlineData("Smtp:Host=mail.example.com;Smtp:Tls=STARTTLS;Smtp:From=a@b.example", null)]
    [InlineData("Folder=/var/mail", null)]
    [InlineData("", null)]
    [InlineData("Smtp:Host=mail.example.com", "Mail:Smtp:From must be")]
    [InlineData("Smtp:Host=mail.example.com;Smtp:From=Name <a@b.example>", "Mail:Smtp:From must be")]
    [InlineData("Smtp:Host=m;Smtp:From=a@b.example;Smtp:Port=465", "465 is TLS from the first byte")]
    [InlineData("Smtp:Host=m;Smtp:From=a@b.example;Smtp:Port=465;Smtp:Tls=none", "465 is TLS from the first byte")]
    [InlineData("Smtp:Host=m;Smtp:From=a@b.example;Smtp:Port=0", "Mail:Smtp:Port must be")]
    [InlineData("Smtp:Host=m;Smtp:From=a@b.example;Smtp:Tls=ssl", "Mail:Smtp:Tls must be")]
    [InlineData("Smtp:Host=m;Smtp:From=a@b.example;Smtp:User=a", "User and Password")]
    [InlineData("Smtp:Host=m;Smtp:From=a@b.example;Smtp:Tls=none;Smtp:User=a;Smtp:Password=b", "in clear")]
    [InlineData("Smtp:Host=m;Smtp:From=a@b.example;Smtp:FromName=a\"b", "Mail:Smtp:FromName")]
    [InlineData("Smtp:From=a@b.example", "Mail:Smtp:Host is missing")]
    [InlineData("Folder=mail", "Mail:Folder must be an absolute path")]
    [InlineData("KeepTrying=00:00:00", "must be positive")]
    public void Invalid_mail_option_is_named_at_startup(string settings, string? failure)
    {
        var values = settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('=', 2))
            .ToDictionary(s => $"Mail:{s[0]}", string? (s) => s[1], StringComparer.Ordinal);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        using var services = new ServiceCollection().AddLogging().AddMailWorker(configuration).BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<MailOptions>>();
        if (failure is null)
            options.Value.ShouldNotBeNull();
        else
            Should.Throw<OptionsValidationException>(() => options.Value).Failures.ShouldHaveSingleItem().ShouldContain(failure);
    }
}
