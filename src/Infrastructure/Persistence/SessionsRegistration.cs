using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Infrastructure.Accounts;

namespace SaaSOdoo.Infrastructure.Persistence;

internal static class SessionsRegistration
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<CredentialUses>();
        services.AddHostedService(p => p.GetRequiredService<CredentialUses>());
        services.AddSingleton<ISessionLookup, SessionLookup>();
        services.AddSingleton<IApiKeyLookup, ApiKeyLookup>();
        services.AddSingleton<ICustomerLookup, CustomerLookup>();
        services.AddSingleton<IRequestCounts, RequestCounts>();
        return services;
    }
}
