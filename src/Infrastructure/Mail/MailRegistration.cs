using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Ports;

namespace SaaSOdoo.Infrastructure.Mail;

internal static class MailRegistration
{
    /// <summary>What every process needs to post mails.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PortalOptions>().Bind(configuration.GetSection(PortalOptions.Section))
            .Validate(PortalOptions.IsValid, "Portal:BaseUrl must be an http or https address without query: https://portal.example.com.")
            .ValidateOnStart();
        services.AddSingleton<ILinks, PortalLinks>();
        services.AddSingleton<MailContents>();
        services.AddScoped<IMailbox, Mailbox>();
        return services;
    }
}
