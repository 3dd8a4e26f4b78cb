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

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome on Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge on Windows")]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome on Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1", "Safari on iPhone")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", "Safari on macOS")]
    [InlineData("curl/8.5.0", "curl on another platform")]
    [InlineData("python-requests/2.32.3", "python-requests on another platform")]
    [InlineData(null, " on another platform")]
    public void A_program_is_known_by_family_and_platform(string? agent, string family) => UserAgentFamily.Of(agent).ShouldBe(family);

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0")]
    [InlineData("curl/8.5.0", "curl/8.11.1")]
    public void A_device_stays_known_after_an_update(string before, string after) =>
        Fingerprint("203.0.113.7", before).ShouldBe(Fingerprint("203.0.113.7", after));

    private static byte[] Fingerprint(string? address, string agent) => KnownDevice.FingerprintOf(new(address, agent));
}
