using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Infrastructure.Customers;

namespace SaaSOdoo.Infrastructure.Tests.Customers;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("0771234567", "ZW", "+263771234567")]
    [InlineData("771234567", "ZW", "+263771234567")]
    [InlineData("263771234567", "ZW", "+263771234567")]
    [InlineData("00263771234567", "ZW", "+263771234567")]
    [InlineData("+263 77 123 4567", "ZW", "+263771234567")]
    [InlineData("+263771234567", "ZW", "+263771234567")]
    [InlineData("0771234567", null, "+263771234567")]
    [InlineData("0771234567", "", "+263771234567")]
    [InlineData(" (0242) 700-000 ", "ZW", "+263242700000")]
    [InlineData("+263771234567", "ZA", "+263771234567")]
    [InlineData("082 123 4567", "ZA", "+27821234567")]
    [InlineData("0011 263 77 123 4567", "AU", "+263771234567")]
    [InlineData("(201) 555-0123", "US", "+12015550123")]
    [InlineData("020 7946 0958", "GB", "+442079460958")]
    [InlineData("06 1234 5678", "IT", "+390612345678")]
    [InlineData("+39 06 1234 5678", "ZW", "+390612345678")]
    [InlineData("", "ZW", null)]
    [InlineData("  ", "ZW", null)]
    [InlineData(null, "ZW", null)]
    public void A_number_as_people_write_it_becomes_E164(string? text, string? country, string? expected)
    {
        var normal = Phones().Normalize("phone", text, country).Value;
        normal.ShouldBe(expected);
        PhoneNumber.Optional("phone", normal).Value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("+2630771234567")]
    [InlineData("002630771234567")]
    [InlineData("2630771234567")]
    [InlineData("+263 (0) 77 123 4567")]
    public void A_trunk_zero_after_the_country_code_is_refused_with_the_number_that_is_meant(string text)
    {
        var error = Phones().Normalize("phone", text, "ZW").Error;
        error.Fields.Keys.ShouldBe(["phone"]);
        error.Message.ShouldBe("After the country code comes no 0 that is dialled inside the country only: give +263771234567.");
    }

    [Theory]
    [InlineData("12")]
    [InlineData("0771")]
    [InlineData("+263771")]
    [InlineData("+0771234567")]
    [InlineData("+2637712345678901")]
    [InlineData("+999123456789")]
    [InlineData("+26377123456a")]
    [InlineData("+263771234567\n")]
    [InlineData("+٢٦٣٧٧١٢٣٤٥٦٧")]
    [InlineData("0771234567 ext 5")]
    [InlineData("tel:+263771234567")]
    [InlineData("+263771234567;ext=5")]
    [InlineData("++++++++++++++++++++++++++++++++++++++++")]
    public void Invalid_phone_number_is_refused_with_the_expected_form(string text)
    {
        var error = Phones().Normalize("phone", text, "ZW").Error;
        (error.Code, error.Message).ShouldBe(
            ("phone.invalid", "Give the number in international form, such as +263712345678, or as it is dialled in ZW, such as 071 234 5678."));
        error.Fields.Keys.ShouldBe(["phone"]);
    }

    [Fact]
    public void A_country_without_numbers_of_its_own_takes_international_ones()
    {
        Phones().Normalize("phone", "+263771234567", "AQ").Value.ShouldBe("+263771234567");
        Phones().Normalize("phone", "0771234567", "AQ").Error.Message.ShouldBe("Give the number in international form, such as +263771234567.");
        Phones().Normalize("phone", "0771234567", "zz").Error.Fields.Keys.ShouldBe(["phone"]);
    }

    [Fact]
    public void The_country_that_is_assumed_is_configured_and_checked()
    {
        Phones("ZA").Normalize("phone", "082 123 4567", country: null).Value.ShouldBe("+27821234567");
        Should.Throw<OptionsValidationException>(() => Phones("Zimbabwe").Normalize("phone", "0771234567", country: null)).Message.ShouldContain("Phones:DefaultCountry");
    }

    private static IPhoneNumbers Phones(string? country = null)
    {
        var settings = country is null ? [] : new Dictionary<string, string?>(StringComparer.Ordinal) { ["Phones:DefaultCountry"] = country };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddLogging().AddCustomers(configuration).BuildServiceProvider().GetRequiredService<IPhoneNumbers>();
    }
}
