using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Operators;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Backups;
using SaaSOdoo.Infrastructure.Backups.Proofs;
using SaaSOdoo.Infrastructure.Backups.Restores;
using SaaSOdoo.Infrastructure.Customers;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Invoices;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Mail;
using SaaSOdoo.Infrastructure.Operations;
using SaaSOdoo.Infrastructure.Payments;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Persistence.Idempotency;
using SaaSOdoo.Infrastructure.Provisioning.Containers;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;
using SaaSOdoo.Infrastructure.Provisioning.Routing;
using SaaSOdoo.Infrastructure.Secrets;
using SaaSOdoo.Infrastructure.Sessions;
using SaaSOdoo.Infrastructure.Subscriptions;
using SaaSOdoo.Infrastructure.Webhooks;

namespace SaaSOdoo.Infrastructure;

public static class InfrastructureRegistration
{
    /// <summary>Kept for each connection, the least used one making room.</summary>
    private const int PreparedStatements = 100;

    /// <summary>Registers everything behind the ports. Each folder adds its own part with an extension method beside its code.</summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddPersistence(configuration);
        services.AddSecrets(configuration);
        services.AddSessions();
        services.AddCustomers(configuration);
        services.AddMail(configuration);
        services.AddSubscriptions(configuration);
        services.AddInvoices(configuration);
        services.AddScoped<IIdempotencyStore, IdempotencyStore>();
        services.AddDocker(configuration);
        services.AddQueues();
        services.AddEvents(configuration);
        services.AddWebhooks(configuration);
        services.AddSecretRotation();
        services.AddPayments(configuration);
        services.AddOdoo(configuration);
        services.AddBackupPolicy(configuration);
        services.AddBackups(configuration);
        services.AddRestores(configuration);
        services.AddProofs(configuration);
        services.AddInstanceRouting();
        services.AddOptions<OperatorOptions>().Bind(configuration.GetSection(OperatorOptions.Section))
            .Validate(o => o.IsValid(), "Operators:Emails must be e-mail addresses.").ValidateOnStart();
        services.AddHostedService<DatabaseMigrator>();
        services.AddOptions<ProvisioningOptions>().Bind(configuration.GetSection(ProvisioningOptions.Section))
            .Validate(o => o.Versions.Count > 0, "Provisioning:Versions must name at least one Odoo version.").ValidateOnStart();
        return services;
    }

    /// <summary>Registers what only a process with the role <c>worker</c> does.</summary>
    public static IServiceCollection AddInfrastructureWorkers(this IServiceCollection services, IConfiguration configuration) =>
        services.AddOperationWorker(configuration).AddEventWorkers().AddMailWorker(configuration).AddWebhookWorker().AddPaymentWorker().AddProofWorker()
            .AddSchedules(configuration);

    private static void AddPersistence(this IServiceCollection services, IConfiguration configuration)
    {
        var connectionString = configuration.GetConnectionString("Platform")
            ?? throw new InvalidOperationException("ConnectionStrings:Platform is not configured: give the platform's PostgreSQL database.");

        // Every request runs the same few statements: preparing them spares PostgreSQL half of its work.
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.MaxAutoPrepare == 0)
            settings.MaxAutoPrepare = PreparedStatements;
        services.AddSingleton(_ => NpgsqlDataSource.Create(settings));
        // A context never leaves its scope, so the guard against sharing one is spared; tests keep it.
        services.AddDbContextPool<AppDb>((p, options) => options.UseNpgsql(p.GetRequiredService<NpgsqlDataSource>()).EnableThreadSafetyChecks(false));
        services.AddScoped<IAppDb>(p => p.GetRequiredService<AppDb>());
    }
}
