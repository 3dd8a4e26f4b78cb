using SaaSOdoo.Domain.Sessions;

namespace SaaSOdoo.Domain.Tests.Sessions;

public sealed class KnownDeviceTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.200", true)]
    [InlineData("203.0.113.7", "203.0.114.7", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:ffff::9", true)]
    [InlineData("2001:db8:1::1", "2001:db8:2::1", false)]
    [InlineData(null, null, true)]
    [InlineData(null, "203.0.113.7", false)]
    [InlineData("no address", null, true)]
    public void A_device_is_known_in_its_whole_network(string? one, string? other, bool same) =>
        Fingerprint(one, "Firefox").SequenceEqual(Fingerprint(other, "Firefox")).ShouldBe(same);

    [Fact]
    public void Another_user_agent_is_another_device() => Fingerprint("203.0.113.7", "Firefox").ShouldNotBe(Fingerprint("203.0.113.7", "Chromium"));

    private static byte[] Fingerprint(string? address, string agent) => KnownDevice.FingerprintOf(new(address, agent));
}
