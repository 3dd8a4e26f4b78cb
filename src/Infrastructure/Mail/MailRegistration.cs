using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Mail;

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
        services.AddScoped<IMailOutbox, MailOutbox>();
        services.AddSingleton<MailRenderer>();
        return services;
    }

    /// <summary>What only workers do.</summary>
    public static IServiceCollection AddMailWorker(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(MailOptions.Section);
        services.AddOptions<MailOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        if (!string.IsNullOrWhiteSpace(section["Smtp:Host"]))
            services.AddSingleton<SmtpConnections>().AddSingleton<IMailTransport, SmtpTransport>();
        else if (!OperatingSystem.IsWindows() && !string.IsNullOrWhiteSpace(section["Folder"]))
            services.AddSingleton<IMailTransport, FolderTransport>();
        else
            return services.AddHostedService<NoTransport>();

        services.AddSingleton<MailQueue>();
        services.AddSingleton<MailSender>();
        return services.AddHostedService<MailWorker>();
    }
}
