using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Backups;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

internal static class RestoresRegistration
{
    public static IServiceCollection AddRestores(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RestoreOptions>().Bind(configuration.GetSection(BackupOptions.Section))
            .Validate(o => o.IsValid(), "Backups: MeasureEvery and MostEntries must be positive.")
            .ValidateOnStart();
        services.AddSingleton<LoadTool>();
        services.AddSingleton<LoadJob>();
        services.AddSingleton<DatabaseLoad>();
        services.AddSingleton<RestoredDatabase>();
        services.AddSingleton<MissingAttachments>();
        services.AddSingleton<FilestoreLoad>();
        services.AddSingleton<NeutraliseJob>();
        services.AddSingleton<DatabaseCopy>();
        services.AddSingleton<IBackupRestores, BackupRestores>();
        return services;
    }
}
