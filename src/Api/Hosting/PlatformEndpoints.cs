using SaaSOdoo.Api.ApiKeys;
using SaaSOdoo.Api.Audit;
using SaaSOdoo.Api.Backups;
using SaaSOdoo.Api.Customers;
using SaaSOdoo.Api.Events;
using SaaSOdoo.Api.Instances;
using SaaSOdoo.Api.Invoices;
using SaaSOdoo.Api.Mail;
using SaaSOdoo.Api.Members;
using SaaSOdoo.Api.Operations;
using SaaSOdoo.Api.Operators;
using SaaSOdoo.Api.Payments;
using SaaSOdoo.Api.Plans;
using SaaSOdoo.Api.Provisioning;
using SaaSOdoo.Api.SecondFactor;
using SaaSOdoo.Api.Secrets;
using SaaSOdoo.Api.Sessions;
using SaaSOdoo.Api.Subscriptions;
using SaaSOdoo.Api.Tenants;
using SaaSOdoo.Api.Webhooks;

namespace SaaSOdoo.Api.Hosting;

/// <summary>Endpoints that a host adds to the API, by registering this delegate as a service.</summary>
public delegate void MapMore(RouteGroupBuilder api);

internal static class PlatformEndpoints
{
    /// <summary>Every resource of the API, below /api/v1. An endpoint needs a session unless it says AllowAnonymous.</summary>
    public static void MapPlatform(this RouteGroupBuilder api)
    {
        api.MapRegistration();
        api.MapSessions();
        api.MapApiKeys();
        api.MapPasswords();
        api.MapSecondFactor();
        api.MapCustomers();
        api.MapTenants();
        api.MapMembers();
        api.MapPlans();
        api.MapPlanCatalogue();
        api.MapSubscriptions();
        api.MapInvoices();
        api.MapLedger();
        api.MapTestClocks();
        api.MapFigures();
        api.MapPayments();
        api.MapReceipts();
        api.MapPaynow();
        api.MapInstances();
        api.MapDrift();
        api.MapReconcile();
        api.MapBackups();
        api.MapBackupProofs();
        api.MapOperations();
        api.MapDatabaseServers();
        api.MapEvents();
        api.MapOperators();
        api.MapAudit();
        api.MapMail();
        api.MapQueues();
        api.MapWebhooks();
        api.MapSecrets();

        foreach (var map in ((IEndpointRouteBuilder)api).ServiceProvider.GetServices<MapMore>())
            map(api);
    }
}
