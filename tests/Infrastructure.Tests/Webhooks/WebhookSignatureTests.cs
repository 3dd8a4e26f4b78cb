using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Infrastructure.Secrets;
using SaaSOdoo.Infrastructure.Webhooks;
using SaaSOdoo.TestKit.Webhooks;

namespace SaaSOdoo.Infrastructure.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    /// <summary>The example of the specification, which the platform's own code signed as well.</summary>
    [Fact]
    public void Signature_matches_the_specification() =>
        WebhookSignature.HeadersOf(
            "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), """{"test": 2432232314}""",
            ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]).ShouldBe(
            [
                ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
                ("webhook-timestamp", "1614265330"),
                ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
            ]);

    [Theory]
    [InlineData("""{"name":"plain"}""")]
    [InlineData("""{"name":"Möyo & Sons 😀 €"}""")]
    [InlineData("")]
    public void Each_live_secret_signs_the_bytes_of_the_body(string body)
    {
        var secrets = Enumerable.Range(0, 3).Select(_ => WebhookSecrets.New(new RandomSecrets())).ToList();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_999);
        var headers = WebhookSignature.HeadersOf("0193b1a7", now, body, secrets).ToDictionary(h => h.Name, h => h.Value, StringComparer.Ordinal);

        var received = new ReceivedWebhook("POST", "/", headers, body);
        for (var i = 0; i < secrets.Count; i++)
            StandardWebhook.Check(received, secrets[i], now).ShouldBe((3, i));
        StandardWebhook.Check(received, WebhookSecrets.New(new RandomSecrets()), now).ShouldBe((3, -1));
        StandardWebhook.Check(received with { Body = body + " " }, secrets[0], now).ShouldBe((3, -1));
    }
}
