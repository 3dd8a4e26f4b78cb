using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Infrastructure.SecondFactor;

namespace SaaSOdoo.Infrastructure.Customers;

internal static class CustomersRegistration
{
    public static IServiceCollection AddCustomers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PhoneOptions>().Bind(configuration.GetSection(PhoneOptions.Section))
            .Validate(o => o.IsValid(), "Phones:DefaultCountry must be the ISO 3166 code of a country with telephone numbers, such as ZW.").ValidateOnStart();
        services.AddSingleton<ITotp, OtpNetTotp>().AddSingleton<IPhoneNumbers, LibPhoneNumbers>().AddSingleton<ITimeZones, TzdbTimeZones>();
        return services;
    }
}
