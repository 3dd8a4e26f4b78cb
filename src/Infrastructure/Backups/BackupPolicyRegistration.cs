using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Backups;

namespace SaaSOdoo.Infrastructure.Backups;

internal static class BackupPolicyRegistration
{
    public static IServiceCollection AddBackupPolicy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BackupPolicyOptions>().Bind(configuration.GetSection(BackupPolicyOptions.Section))
            .Validate(o => o.IsValid(), "Backups: all times, numbers and QuotaFactor must be positive.").ValidateOnStart();
        return services.AddSingleton<ICronExpressions, CronExpressions>();
    }
}
