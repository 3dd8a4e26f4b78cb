using System.Diagnostics;
using SaaSOdoo.Infrastructure.Telemetry;

namespace SaaSOdoo.Infrastructure.Tests.Telemetry;

public sealed class WithoutStatementsTests
{
    [Theory]
    [InlineData("db.query.text", "SELECT name FROM tenants WHERE id = $1", "SELECT name FROM tenants WHERE id = $1")]
    [InlineData("db.query.text", "CREATE ROLE i_1 LOGIN PASSWORD 'SCRAM-SHA-256$4096:x'", null)]
    [InlineData("db.statement", "alter role i_1 password 'x'", null)]
    [InlineData("url.path", "/api/v1/instances", "/api/v1/instances")]
    [InlineData("url.query", "?token=secret", null)]
    [InlineData("url.full", "https://hooks.example.com:8443/services/secret?token=secret", "https://hooks.example.com:8443")]
    [InlineData("url.full", "https://user:secret@hooks.example.com/", "https://hooks.example.com")]
    [InlineData("url.full", "secret", null)]
    public void Span_tags_that_may_hold_a_secret_are_redacted(string tag, string value, string? exported)
    {
        using var span = new Activity("span");
        span.SetTag(tag, value);
        using var processor = new WithoutStatements();

        processor.OnEnd(span);

        span.GetTagItem(tag).ShouldBe(exported);
    }
}
