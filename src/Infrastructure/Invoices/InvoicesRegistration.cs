using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Infrastructure.Invoices.Documents;

namespace SaaSOdoo.Infrastructure.Invoices;

internal static class InvoicesRegistration
{
    public static IServiceCollection AddInvoices(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SellerOptions>().Bind(configuration.GetSection(SellerOptions.Section))
            .Validate(o => o.IsValid(), "Billing:Seller:Name must be given.").ValidateOnStart();
        services.AddOptions<TaxOptions>().Bind(configuration.GetSection(TaxOptions.Section))
            .Validate(o => o.IsValid(), "Billing:Tax:Rates: each day has one rate, of 0 to 100 percent with two decimals.").ValidateOnStart();
        return services.AddSingleton<IInvoicePrinter, InvoicePrinter>();
    }
}
