using AutoMapper;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Audit;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.Operators;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Application.Plans;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Provisioning.Servers;
using SaaSOdoo.Application.Provisioning.Steps;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Application.Subscriptions;

namespace SaaSOdoo.Application.Common;

public static class ApplicationRegistration
{
    /// <summary>
    /// Registers the mediator with its pipeline (log, validate, prepare, transaction, audit, second factor, savepoint), all handlers, validators and read-side maps.
    /// </summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        var assembly = typeof(ApplicationRegistration).Assembly;

        services.AddScoped<ServiceFactory>(p => p.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(LoggingBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(PreparationBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(TransactionBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(AuditBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(SecondFactorBehavior<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(SavepointBehavior<,>));
        services.AddScoped<UnitOfWork>().AddScoped<AuditTrail>().AddScoped<SecondFactorCodes>().AddScoped<SessionOpening>();
        services.AddScoped<CallersPassword>().AddSingleton<ProfileFactory>();
        services.Scan(scan => scan.FromAssemblies(assembly)
            .AddClasses(c => c.AssignableTo(typeof(IPreparation<>)), publicOnly: false).AsSelfWithInterfaces().WithScopedLifetime());
        services.Scan(scan => scan.FromAssemblies(assembly)
            .AddClasses(c => c.AssignableTo(typeof(IRequestHandler<,>)), publicOnly: false).AsImplementedInterfaces().WithScopedLifetime());

        services.AddValidatorsFromAssembly(assembly, ServiceLifetime.Singleton, includeInternalTypes: true);

        services.Scan(scan => scan.FromAssemblies(assembly)
            .AddClasses(c => c.AssignableToAny(typeof(IProvisioningStep), typeof(IEventConsumer), typeof(IQueueReplay)), publicOnly: false)
            .AsImplementedInterfaces().WithScopedLifetime());
        services.AddScoped<InstanceReconciler>().AddScoped<InstanceObserver>().AddScoped<DriftDetector>().AddScoped<OrphanCollector>();
        services.AddScoped<InstanceOrders>().AddScoped<InstanceChanges>().AddScoped<BackupOrders>().AddScoped<BackupSweep>().AddScoped<BackupRuns>().AddScoped<UnpaidInstances>();
        services.AddScoped<BackupProver>().AddScoped<ProofRuns>();
        services.AddScoped<DataObserver>().AddScoped<BackupSource>();
        services.AddScoped<InstanceInspector>().AddScoped<ReconcileRunner>().AddScoped<ReconcileRepair>().AddScoped<NamedOrphans>();
        services.AddScoped<DatabaseAccess>().AddScoped<SessionWatch>().AddScoped<HealingRequests>().AddScoped<FailedInstanceRetry>();
        services.AddScoped<DatabaseServerChecks>();
        services.AddScoped<OwnerNotifier>().AddScoped<TrialReminders>();
        services.AddScoped<ChangeOffers>().AddScoped<ChangeQuotes>().AddScoped<ChangeInvoices>().AddScoped<SubscriptionAccess>();
        services.AddScoped<InvoiceLedger>().AddScoped<InvoiceTerms>().AddScoped<LedgerCheck>().AddScoped<PaymentBooks>();
        services.AddScoped<PlanPricing>().AddScoped<PlanFit>().AddScoped<BillingClock>().AddScoped<TestClockRunner>();
        services.AddScoped<SubscriptionCycle>().AddScoped<CycleSteps>().AddScoped<PeriodInvoices>().AddScoped<SubscriptionSettlement>();
        services.AddScoped<AccountSettlement>();
        services.AddScoped<OpenAttempts>().AddScoped<DueSubscriptions>().AddScoped<BillingStandings>();
        services.AddSingleton<WorkloadSpecs>();

        // Without its IMapper: there is nothing but projections.
        services.AddSingleton<IConfigurationProvider>(_ => new MapperConfiguration(maps => maps.AddMaps(assembly)));

        return services;
    }
}
