using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Backups;

namespace SaaSOdoo.Infrastructure.Backups;

internal static class BackupsRegistration
{
    public static IServiceCollection AddBackups(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BackupOptions>().Bind(configuration.GetSection(BackupOptions.Section))
            .Validate(o => o.IsValid(), "Backups: Store must be local or s3, Path and PgDump must be absolute paths, and all limits positive.")
            .ValidateOnStart();
        services.AddSingleton<DumpTool>();
        services.AddSingleton<FilestoreCopy>();
        services.AddSingleton<IBackupArchives, BackupArchives>();
        services.AddSingleton<ArchiveKeys>();
        if (configuration.GetSection(BackupOptions.Section)[nameof(BackupOptions.Store)] == BackupOptions.S3)
        {
            services.AddOptions<S3Options>().Bind(configuration.GetSection(S3Options.Section))
                .Validate(o => o.IsValid(), "Backups:S3 needs Region, Bucket, AccessKey and SecretKey, an http or https ServiceUrl if any, and parts of 5 MiB or more.")
                .ValidateOnStart();
            services.AddSingleton<IArchiveFiles, S3ArchiveFiles>();
        }
        else if (!OperatingSystem.IsWindows())
        {
            services.AddSingleton<IArchiveFiles, LocalArchiveFiles>();
        }

        services.AddSingleton<IBackupStore, BackupStore>();
        return services;
    }
}
