using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Customers;

namespace SaaSOdoo.Infrastructure.Secrets;

internal static class SecretsRegistration
{
    // Part of every key's derivation: another name could not read what is stored.
    public const string ApplicationName = "SaaSOdoo";

    public static IServiceCollection AddSecrets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDataProtection().SetApplicationName(ApplicationName).ProtectKeysAsConfigured(configuration);
        services.AddSingleton<DatabaseKeyRepository>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(p => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = p.GetRequiredService<DatabaseKeyRepository>()));

        services.AddSingleton<XmlKeyManager>().AddSingleton<SharedKeyManager>();
        services.AddSingleton<IKeyManager>(p => p.GetRequiredService<SharedKeyManager>());

        services.AddSingleton<ISecretProtector, SecretProtector>();
        services.AddSingleton<IRandomSecrets, RandomSecrets>();
        services.AddSingleton<PlatformSecrets>();
        services.AddSingleton<IPasswordHasher, CustomerPasswordHasher>();
        services.AddOptions<PasswordHashingOptions>().Bind(configuration.GetSection(PasswordHashingOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PasswordHashingOptions>>(p => new PasswordHashingOptionsValidator(p.GetService<IHostEnvironment>()));
        return services;
    }

    /// <summary>What needs notifications and the database itself.</summary>
    public static IServiceCollection AddSecretRotation(this IServiceCollection services)
    {
        services.AddSingleton<SecretKeys>().AddSingleton<SecretRotation>();
        services.AddSingleton<ISecretKeys>(p => p.GetRequiredService<SecretKeys>());
        services.AddHostedService<KeyRingWatch>();
        return services;
    }
}
