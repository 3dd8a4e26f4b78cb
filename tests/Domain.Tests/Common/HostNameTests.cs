using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Tests.Common;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("erp.example.com", "erp.example.com")]
    [InlineData(" ERP.Example.COM ", "erp.example.com")]
    [InlineData("3com.co.zw", "3com.co.zw")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_host_name_is_lower_cased(string? given, string? expected) => HostName.Optional("custom_domain", given).Value.ShouldBe(expected);

    [Theory]
    [InlineData("localhost")]
    [InlineData("10.0.0.1")]
    [InlineData("example.com.")]
    [InlineData(".example.com")]
    [InlineData("a..example.com")]
    [InlineData("-a.example.com")]
    [InlineData("a-.example.com")]
    [InlineData("a_b.example.com")]
    [InlineData("example.com:443")]
    [InlineData("https://example.com")]
    [InlineData("example.com/x")]
    [InlineData("*.example.com")]
    [InlineData("bücher.example")]
    [InlineData("еxample.com")] // Cyrillic е
    [InlineData("example.com\nX-Evil: 1")]
    [InlineData("$(id).example.com")]
    public void Malformed_host_name_is_refused_by_field(string given) =>
        HostName.Optional("custom_domain", given).Error.Fields.Keys.ShouldBe(["custom_domain"]);

    [Fact]
    public void A_label_has_63_characters_and_a_name_253()
    {
        HostName.Optional("d", $"{new string('a', 63)}.com").IsFailure.ShouldBeFalse();
        HostName.Optional("d", $"{new string('a', 64)}.com").IsFailure.ShouldBeTrue();
        var label = new string('a', 49) + ".";
        HostName.Optional("d", string.Concat(Enumerable.Repeat(label, 5)) + "com").IsFailure.ShouldBeFalse();
        HostName.Optional("d", string.Concat(Enumerable.Repeat(label, 5)) + "comm").IsFailure.ShouldBeTrue();
    }
}
