using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Ports;

namespace SaaSOdoo.Infrastructure.Persistence;

internal static class SessionsRegistration
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<SessionUses>();
        services.AddHostedService(p => p.GetRequiredService<SessionUses>());
        services.AddSingleton<ISessionLookup, SessionLookup>();
        return services;
    }
}
