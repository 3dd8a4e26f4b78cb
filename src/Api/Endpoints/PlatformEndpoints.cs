namespace SaaSOdoo.Api.Endpoints;

/// <summary>Endpoints that a host adds to the API, by registering this delegate as a service.</summary>
public delegate void MapMore(RouteGroupBuilder api);

internal static class PlatformEndpoints
{
    /// <summary>Every resource of the API, below /api/v1. An endpoint needs a session unless it says AllowAnonymous.</summary>
    public static void MapPlatform(this RouteGroupBuilder api)
    {
        api.MapAuth();
        api.MapApiKeys();
        api.MapPasswords();
        api.MapSecondFactor();
        api.MapCustomers();
        api.MapTenants();
        api.MapTeam();
        api.MapBilling();
        api.MapInstances();
        api.MapOperations();
        api.MapEvents();
        api.MapOperators();
        api.MapAudit();
        api.MapMail();
        api.MapWebhooks();
        api.MapSecrets();

        foreach (var map in ((IEndpointRouteBuilder)api).ServiceProvider.GetServices<MapMore>())
            map(api);
    }
}
