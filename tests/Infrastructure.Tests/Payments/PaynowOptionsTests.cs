using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Payments;
using SaaSOdoo.TestKit.Payments;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

public sealed class PaynowOptionsTests
{
    private const string Usd = $"Integrations:USD:Id=1201;Integrations:USD:Key={FakePaynow.UsdKey};Integrations:USD:AuthEmail=m@example.com";
    private const string Addresses = "ResultUrl=https://api.example.com/api/v1/webhooks/paynow;ReturnUrl=https://portal.example.com/paid";
    private const string Whole = $"{Usd};{Addresses}";

    [Theory]
    [InlineData("", null)]
    [InlineData(Addresses, null)]
    [InlineData(Whole, null)]
    [InlineData($"{Whole};BaseUrl=http://127.0.0.1:5100", null)]
    [InlineData($"{Whole};BaseUrl=http://paynow.example.com", "Paynow:BaseUrl must be")]
    [InlineData($"{Whole};BaseUrl=https://paynow.example.com/?a=b", "Paynow:BaseUrl must be")]
    [InlineData($"{Usd};ReturnUrl=https://portal.example.com", "Paynow:ResultUrl must be")]
    [InlineData($"{Usd};ResultUrl=https://api.example.com/hooks", "Paynow:ReturnUrl must be")]
    [InlineData($"{Whole};Timeout=00:00:00", "Paynow:Timeout must be")]
    [InlineData($"{Whole};Integrations:USD:Key=secret", "Paynow:Integrations:USD:Key must be")]
    [InlineData($"{Whole};Integrations:USD:Id=", "Paynow:Integrations:USD:Id must be")]
    [InlineData($"{Whole};Integrations:USD:AuthEmail=nobody", "Paynow:Integrations:USD:AuthEmail must be")]
    [InlineData($"{Addresses};Integrations:ZWL:Id=1;Integrations:ZWL:Key={FakePaynow.ZwgKey};Integrations:ZWL:AuthEmail=m@example.com", "must be USD or ZWG")]
    [InlineData($"{Addresses};Integrations:zwg:Id=1;Integrations:zwg:Key={FakePaynow.ZwgKey};Integrations:zwg:AuthEmail=m@example.com", "must be USD or ZWG")]
    public void Invalid_paynow_option_is_named_at_startup_without_its_secret(string settings, string? failure)
    {
        using var services = Services(settings);
        var options = services.GetRequiredService<IOptions<PaynowOptions>>();
        if (failure is null)
        {
            options.Value.ShouldNotBeNull();
            return;
        }

        var failures = Should.Throw<OptionsValidationException>(() => options.Value).Failures.ToList();
        failures.ShouldHaveSingleItem().ShouldContain(failure);
        failures.ShouldAllBe(f => !f.Contains("secret"));
    }

    [Fact]
    public void Currency_without_integration_is_refused_and_says_which()
    {
        using var services = Services(Whole);
        var gateway = services.GetRequiredService<IPaymentGateway>();

        gateway.RefusalOf(Currency.Usd).ShouldBeNull();
        var refusal = gateway.RefusalOf(Currency.Zwg)!;
        (refusal.Kind, refusal.Code).ShouldBe((ErrorKind.Unavailable, "payment.gateway_not_configured"));
        refusal.Message.ShouldContain("ZWG");
    }

    [Theory]
    [InlineData("https://www.paynow.co.zw/Interface/CheckPayment/?guid=1", true)]
    [InlineData("https://WWW.PAYNOW.CO.ZW/x", true)]
    [InlineData("https://gateway.example.com:8443/x", true)]
    [InlineData("http://www.paynow.co.zw/x", false)]
    [InlineData("https://www.paynow.co.zw:444/x", false)]
    [InlineData("https://www.paynow.co.zw.example.com/x", false)]
    [InlineData("https://user@www.paynow.co.zw/x", false)]
    [InlineData("https://www.paynow.co.zw@10.0.0.1/x", false)]
    [InlineData("https://gateway.example.com/x", false)]
    [InlineData("http://169.254.169.254/latest", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/x", false)]
    public void Only_the_gateways_own_addresses_are_followed(string address, bool followed)
    {
        using var services = Services($"{Whole};BaseUrl=https://gateway.example.com:8443");

        (services.GetRequiredService<PaynowAddresses>().Followed(address) is not null).ShouldBe(followed);
    }

    private static ServiceProvider Services(string settings)
    {
        var values = settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('=', 2))
            .GroupBy(s => s[0], StringComparer.Ordinal).ToDictionary(s => $"Paynow:{s.Key}", string? (s) => s.Last()[1], StringComparer.Ordinal);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return new ServiceCollection().AddLogging().AddPayments(configuration).BuildServiceProvider();
    }
}
