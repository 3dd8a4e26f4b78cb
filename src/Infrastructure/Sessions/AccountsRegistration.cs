using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.SecondFactor;

namespace SaaSOdoo.Infrastructure.Sessions;

internal static class AccountsRegistration
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<ITotp, OtpNetTotp>();
        return services;
    }
}
