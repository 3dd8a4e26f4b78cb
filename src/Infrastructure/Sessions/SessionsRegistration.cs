using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.ApiKeys;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Infrastructure.ApiKeys;
using SaaSOdoo.Infrastructure.Customers;
using SaaSOdoo.Infrastructure.Subscriptions;

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
        services.AddSingleton<IMailboxHasher, MailboxHasher>();
        return services;
    }
}
