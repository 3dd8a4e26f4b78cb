using AutoMapper;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Audit;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.Operators;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Application.Webhooks;

namespace SaaSOdoo.Application.Common;

public static class ApplicationRegistration
{
    /// <summary>
    /// Registers the mediator with its pipeline (log, validate, transaction, audit, second factor), all handlers, validators and read-side maps.
    /// </summary>
    /// <param name="autoMapperLicence">AutoMapper's licence key; null logs AutoMapper's own warning.</param>
    public static IServiceCollection AddApplication(this IServiceCollection services, string? autoMapperLicence)
    {
        var assembly = typeof(ApplicationRegistration).Assembly;

        services.AddScoped<ServiceFactory>(p => p.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(LoggingBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(TransactionBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(AuditBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(SecondFactorBehavior<,>));
        services.AddScoped<CommandTransaction>().AddScoped<AuditTrail>().AddScoped<SecondFactorCodes>().AddScoped<SessionOpening>();
        services.Scan(scan => scan.FromAssemblies(assembly)
            .AddClasses(c => c.AssignableTo(typeof(IRequestHandler<,>)), publicOnly: false).AsImplementedInterfaces().WithScopedLifetime());

        foreach (var found in AssemblyScanner.FindValidatorsInAssembly(assembly, includeInternalTypes: true))
            services.AddSingleton(found.InterfaceType, found.ValidatorType);

        services.Scan(scan => scan.FromAssemblies(assembly)
            .AddClasses(c => c.AssignableToAny(typeof(IProvisioningStep), typeof(IEventConsumer), typeof(IQueueReplay)), publicOnly: false)
            .AsImplementedInterfaces().WithScopedLifetime());
        services.AddScoped<InstanceReconciler>().AddScoped<InstanceObserver>().AddScoped<DriftDetector>().AddScoped<OrphanCollector>();
        services.AddScoped<OwnerNotifier>().AddScoped<TrialReminders>().AddScoped<MailPurge>().AddScoped<WebhookPurge>();
        services.AddSingleton<WorkloadSpecs>();

        services.AddSingleton<IConfigurationProvider>(p => new MapperConfiguration(
            maps =>
            {
                if (autoMapperLicence is not null)
                    maps.LicenseKey = autoMapperLicence;
                maps.AddMaps(assembly);
            },
            p.GetRequiredService<ILoggerFactory>()));

        return services;
    }
}
