using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Domain.Tests.Webhooks;

public sealed class WebhookUrlTests
{
    [Theory]
    [InlineData("https://example.com")]
    [InlineData("https://example.com:8443/hooks?source=saasodoo")]
    [InlineData(" https://hooks.example.co.zw/a%20b ")]
    [InlineData("https://8.8.8.8/hooks")]
    [InlineData("https://[2606:4700:4700::1111]/hooks")]
    public void Public_webhook_url_is_accepted(string url) => WebhookUrl.Create("url", url, allowPrivate: false).IsFailure.ShouldBeFalse();

    [Theory]
    [InlineData(null, "url_invalid")]
    [InlineData("", "url_invalid")]
    [InlineData("example.com", "url_invalid")]
    [InlineData("/hooks", "url_not_https")]
    [InlineData("https://", "url_invalid")]
    [InlineData("https://exam ple.com", "url_invalid")]
    [InlineData("https://example.com/\r\nX-Evil: 1", "url_invalid")]
    [InlineData("http://example.com", "url_not_https")]
    [InlineData("ftp://example.com", "url_not_https")]
    [InlineData("file:///etc/passwd", "url_not_https")]
    [InlineData("javascript:alert(1)", "url_not_https")]
    [InlineData("https://user@example.com", "url_credentials")]
    [InlineData("https://user:secret@example.com", "url_credentials")]
    [InlineData("https://example.com/#fragment", "url_credentials")]
    [InlineData("https://localhost", "address_not_public")]
    [InlineData("https://localhost./", "address_not_public")]
    [InlineData("https://a.localhost", "address_not_public")]
    [InlineData("https://postgres:5432", "address_not_public")]
    [InlineData("https://127.0.0.1", "address_not_public")]
    [InlineData("https://127.0.0.1.", "address_not_public")]
    [InlineData("https://127.1", "address_not_public")]
    [InlineData("https://0x7f.0.0.1", "address_not_public")]
    [InlineData("https://0x7f000001", "address_not_public")]
    [InlineData("https://0177.0.0.1", "address_not_public")]
    [InlineData("https://017700000001", "address_not_public")]
    [InlineData("https://2130706433", "address_not_public")]
    [InlineData("https://2852039166/latest/meta-data", "address_not_public")]
    [InlineData("https://0", "address_not_public")]
    [InlineData("https://127。0。0。1", "address_not_public")]
    [InlineData("https://１２７.０.０.１", "address_not_public")]
    [InlineData("https://ⓛocalhost", "address_not_public")]
    [InlineData("https://[::1]", "address_not_public")]
    [InlineData("https://[::]", "address_not_public")]
    [InlineData("https://[::ffff:127.0.0.1]", "address_not_public")]
    [InlineData("https://[::ffff:7f00:1]", "address_not_public")]
    [InlineData("https://[64:ff9b::7f00:1]", "address_not_public")]
    [InlineData("https://[fe80::1]", "address_not_public")]
    [InlineData("https://[fd00:ec2::254]/latest", "address_not_public")]
    public void Refused_webhook_url_names_the_reason(string? url, string code)
    {
        var refused = WebhookUrl.Create("url", url, allowPrivate: false);
        refused.IsFailure.ShouldBeTrue();
        refused.Error.Code.ShouldBe($"webhook.{code}");
        refused.Error.Fields.Keys.ShouldBe(["url"]);
    }

    [Fact]
    public void Webhook_url_length_is_bounded()
    {
        WebhookUrl.Create("url", "https://example.com/" + new string('a', WebhookUrl.MaxLength - 20), allowPrivate: false).IsFailure.ShouldBeFalse();
        WebhookUrl.Create("url", "https://example.com/" + new string('a', WebhookUrl.MaxLength - 19), allowPrivate: false).IsFailure.ShouldBeTrue();
        // Longer when it is written out.
        WebhookUrl.Create("url", "https://example.com/" + new string('ä', WebhookUrl.MaxLength - 20), allowPrivate: false).IsFailure.ShouldBeTrue();
    }

    [Theory]
    [InlineData("http://localhost:9000/hooks")]
    [InlineData("https://127.0.0.1")]
    public void Private_webhook_url_is_accepted_when_configured(string url) =>
        WebhookUrl.Create("url", url, allowPrivate: true).IsFailure.ShouldBeFalse();
}
