using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Provisioning.Servers;
using SaaSOdoo.Infrastructure.Provisioning.Databases;
using SaaSOdoo.Infrastructure.Provisioning.Templates;

namespace SaaSOdoo.Infrastructure.Provisioning.Odoo;

internal static class OdooRegistration
{
    public static IServiceCollection AddOdoo(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OdooOptions>()
            .Bind(configuration.GetSection(OdooOptions.Section))
            .Validate(
                o => o.InitTimeout > TimeSpan.Zero && o.InstallTimeout > TimeSpan.Zero && o.ConnectionLimit > 0
                    && o.TempFileLimitKilobytes > 0 && o.IdleInTransaction > TimeSpan.Zero,
                "Provisioning: InitTimeout, InstallTimeout, ConnectionLimit, TempFileLimitKilobytes and IdleInTransaction must be positive.")
            .Validate(
                o => o.TemplateUnusedFor > TemplateEviction.InUse && o.TemplatesAtMost > 0,
                "Provisioning: TemplateUnusedFor must be more than two hours and TemplatesAtMost positive.")
            .ValidateOnStart();

        services.AddSingleton<ServerConnections>();
        services.AddOptions<ServerSessionOptions>()
            .Bind(configuration.GetSection(ServerSessionOptions.Section))
            .Validate(o => o.IsValid(), "Provisioning:Sessions: all limits must be positive, NotificationQueue below 1.")
            .ValidateOnStart();
        services.AddSingleton<ServerHardening>();
        services.AddSingleton<IDatabaseServerProbe, DatabaseServerProbe>();
        services.AddSingleton<IServerSessions, ServerSessions>();
        services.AddSingleton<InstanceAccess>();
        services.AddSingleton<InstanceRoles>();
        services.AddSingleton<InstanceDatabases>();
        services.AddSingleton<LoadedDatabase>();
        services.AddSingleton<InstalledModules>();
        services.AddSingleton<DatabaseInitializer>();
        services.AddSingleton<InstanceAddresses>();
        services.AddSingleton<TemplateStore>();
        services.AddSingleton<TemplateWorkspaces>();
        services.AddSingleton<OdooJobs>();
        services.AddSingleton<TemplateBuilder>();
        services.AddSingleton<BuildProgress>();
        services.AddSingleton<OdooTemplates>();
        services.AddSingleton<TemplateEviction>();
        services.AddScoped<IModuleCatalogues, ModuleCatalogues>();
        services.AddSingleton<IOdooDatabases, OdooDatabases>();
        return services;
    }
}
