using NodaTime.TimeZones;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Infrastructure.Customers;

namespace SaaSOdoo.Infrastructure.Tests.Customers;

public sealed class TimeZoneTests
{
    private readonly TzdbTimeZones zones = new();

    [Theory]
    [InlineData("Africa/Harare", "Africa/Harare")]
    [InlineData("Africa/Johannesburg", "Africa/Johannesburg")]
    [InlineData("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires")]
    [InlineData("Etc/GMT+5", "Etc/GMT+5")]
    [InlineData("UTC", "UTC")]
    [InlineData("Etc/UTC", "UTC")]
    [InlineData("Zulu", "UTC")]
    [InlineData("Asia/Calcutta", "Asia/Kolkata")]
    [InlineData("Europe/Kiev", "Europe/Kyiv")]
    [InlineData("US/Eastern", "America/New_York")]
    [InlineData("Egypt", "Africa/Cairo")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_zone_is_kept_under_its_canonical_name(string? name, string? expected) => zones.Canonical(name).Value.ShouldBe(expected);

    [Theory]
    [InlineData("posix/Africa/Harare")]
    [InlineData("right/UTC")]
    [InlineData("localtime")]
    [InlineData("Factory")]
    [InlineData("posixrules")]
    [InlineData("Africa//Harare")]
    [InlineData("africa/harare")]
    [InlineData("Africa/Nowhere")]
    [InlineData("Mars/Base")]
    [InlineData("+02:00")]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("Africa/Harare\0")]
    [InlineData(" UTC")]
    public void Unknown_time_zone_is_refused(string name)
    {
        var error = zones.Canonical(name).Error;
        (error.Code, error.Message).ShouldBe(("timezone.unknown", "Give an IANA time zone, such as Africa/Harare."));
        error.Fields.Keys.ShouldBe(["timezone"]);
    }

    [Fact]
    public void Each_name_leads_to_one_that_leads_to_itself_and_that_the_domain_takes()
    {
        var names = TzdbDateTimeZoneSource.Default.GetIds().ToList();
        names.Count.ShouldBeGreaterThan(500);
        foreach (var name in names)
        {
            var canonical = zones.Canonical(name).Value;
            zones.Canonical(canonical).Value.ShouldBe(canonical);
            Locale.TimeZone(canonical).Value.ShouldBe(canonical);
        }
    }
}
