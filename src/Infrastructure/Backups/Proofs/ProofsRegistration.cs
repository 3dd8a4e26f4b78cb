using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Backups;

namespace SaaSOdoo.Infrastructure.Backups.Proofs;

internal static class ProofsRegistration
{
    public static IServiceCollection AddProofs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ProofOptions>().Bind(configuration.GetSection(ProofOptions.Section))
            .Validate(o => o.IsValid(), "Backups:Proofs: Every, Plans and FirstAfter must not be negative, and all else must be positive.")
            .ValidateOnStart();
        services.AddSingleton<BootJob>();
        return services.AddSingleton<IBackupProofs, BackupProofs>();
    }

    /// <summary>What only workers do.</summary>
    public static IServiceCollection AddProofWorker(this IServiceCollection services) =>
        services.AddSingleton<ProofQueue>().AddHostedService<ProofWorker>();
}
