using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.ApiKeys;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Infrastructure.ApiKeys;
using SaaSOdoo.Infrastructure.Customers;

namespace SaaSOdoo.Infrastructure.Sessions;

internal static class SessionsRegistration
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<CredentialUses>();
        services.AddHostedService(p => p.GetRequiredService<CredentialUses>());
        services.AddSingleton<ISessionLookup, SessionLookup>();
        services.AddSingleton<IApiKeyLookup, ApiKeyLookup>();
        services.AddSingleton<ICustomerLookup, CustomerLookup>();
        services.AddSingleton<IRateLimitCounters, RateLimitCounters>();
        return services;
    }
}
