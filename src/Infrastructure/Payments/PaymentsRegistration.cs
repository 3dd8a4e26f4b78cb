using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Payments;

namespace SaaSOdoo.Infrastructure.Payments;

internal static class PaymentsRegistration
{
    /// <summary>What every process needs.</summary>
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PaynowOptions>().Bind(configuration.GetSection(PaynowOptions.Section)).ValidateOnStart();
        services.AddOptions<PromptOptions>().Bind(configuration.GetSection(PromptOptions.Section))
            .Validate(o => o.IsValid(), "Payments:Prompts:PerNumber and PerCustomer must be above 0.").ValidateOnStart();
        services.AddSingleton<IValidateOptions<PaynowOptions>, PaynowOptionsValidator>();
        return services.AddSingleton<PaynowAddresses>().AddSingleton<PaynowConnection>()
            .AddSingleton<IPaymentGateway, PaynowGateway>().AddSingleton<IPaymentInbox, PaymentInbox>();
    }

    /// <summary>What only workers do.</summary>
    public static IServiceCollection AddPaymentWorker(this IServiceCollection services)
    {
        services.AddSingleton<PaymentQueue>().AddSingleton<PaymentRecorder>().AddSingleton<PaymentRunner>();
        return services.AddHostedService<PaymentWorker>();
    }
}
