using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Mail;

namespace SaaSOdoo.Api.Tests.Mail;

/// <summary>The platform with its workers, which send to a real server on loopback. There is no container engine.</summary>
public sealed class MailApi : PlatformApi
{
    public SmtpServer Smtp { get; } = new();

    protected override void Configure(IDictionary<string, string> settings)
    {
        settings["Roles"] = "api,worker";
        settings["Docker:Endpoint"] = "unix:///nowhere/docker.sock";
        foreach (var (key, value) in Smtp.Settings)
            settings[key] = value;
    }

    protected override async Task StopAsync()
    {
        await base.StopAsync();
        await Smtp.DisposeAsync();
    }
}
