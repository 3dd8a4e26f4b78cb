using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Domain.Tests.Customers;

public sealed class CustomerProfileTests
{
    [Fact]
    public void A_full_profile_is_kept_as_given()
    {
        var profile = CustomerProfile.Create("Tendai", "Moyo", "+263771234567", "Moyo & Sons", "ZW", "Africa/Harare", "en_GB").Value;
        (profile.Name.First, profile.Name.Last, profile.Phone, profile.Company, profile.Country, profile.Timezone, profile.Language)
            .ShouldBe(("Tendai", "Moyo", "+263771234567", "Moyo & Sons", "ZW", "Africa/Harare", "en_GB"));
    }

    [Fact]
    public void Profile_names_all_invalid_fields_at_once() =>
        CustomerProfile.Create("", "1", "0771", "<script>", "XX", "Mars Base", "klingon").Error.Fields.Keys
            .ShouldBe(["first_name", "last_name", "phone", "company", "country", "timezone", "language"], ignoreOrder: true);

    [Theory]
    [InlineData("0771234567")]
    [InlineData("+0771234567")]
    [InlineData("+263 77 123 4567")]
    [InlineData("+263771")]
    [InlineData("+2637712345678901")]
    [InlineData("+26377123456a")]
    [InlineData("+263771234567\n")]
    [InlineData("+٢٦٣٧٧١٢٣٤٥٦٧")]
    public void Phone_is_strictly_e164(string phone) => PhoneNumber.Optional("phone", phone).Error.Fields.Keys.ShouldBe(["phone"]);

    [Theory]
    [InlineData("zw")]
    [InlineData("UK")]
    [InlineData("ZWE")]
    public void Country_is_an_assigned_code(string country) => Locale.Country(country).Error.Fields.Keys.ShouldBe(["country"]);

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("Africa/Harare 2")]
    [InlineData("Africa/Harare\0")]
    public void Time_zone_has_the_shape_of_a_name(string zone) => Locale.TimeZone(zone).Error.Fields.Keys.ShouldBe(["timezone"]);

    [Theory]
    [InlineData("xx")]
    [InlineData("EN")]
    [InlineData("en-XX")]
    [InlineData("en_gb")]
    [InlineData("english")]
    public void Language_is_an_assigned_code(string language) => Locale.Language(language).Error.Fields.Keys.ShouldBe(["language"]);

    [Theory]
    [InlineData("sn")]
    [InlineData("en-GB")]
    [InlineData("pt_BR")]
    public void Language_may_name_a_country(string language) => Locale.Language(language).Value.ShouldBe(language);
}
