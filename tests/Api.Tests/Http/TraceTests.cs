using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

public sealed class TraceTests(ConventionApi api) : IClassFixture<ConventionApi>
{
    [Fact]
    public async Task Log_lines_carry_the_request_id_and_no_token_query_or_body()
    {
        var lines = new LogLines();
        await using var logged = api.With(web => web.ConfigureTestServices(s => s.AddSingleton<ILoggerProvider>(lines)));
        using var client = logged.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", ConventionApi.Token);
        client.DefaultRequestHeaders.Add("X-Request-Id", "quoted-by-customer");
        await client.GetAsync("/api/v1/test/throw/bug?token=query-secret");
        using var body = new StringContent("""{"name":"body-secret"}""", Encoding.UTF8, "application/json");
        await client.PostAsync("/api/v1/test/widgets", body);

        var text = string.Join('\n', lines.Written);
        lines.Written.Count(l => l.Contains("/api/v1/test/throw/bug failed", StringComparison.Ordinal)).ShouldBe(1, text);
        lines.Written.Count(l => l.Contains("InvalidOperationException", StringComparison.Ordinal)).ShouldBe(1, text);
        lines.Written.Where(l => l.Contains("trace_id=quoted-by-customer", StringComparison.Ordinal)).Count().ShouldBeGreaterThanOrEqualTo(3, text);
        text.ShouldContain("POST /api/v1/test/widgets answered 422");
        text.ShouldNotContain("query-secret");
        text.ShouldNotContain("body-secret");
        text.ShouldNotContain(ConventionApi.Token);
    }

    [Fact]
    public async Task Spans_and_metrics_go_to_the_collector_that_is_configured()
    {
        var received = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await using var collector = WebApplication.Create(["--Urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"]);
        collector.MapPost("/v1/{kind}", async (string kind, HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body, Encoding.Latin1);
            var text = await reader.ReadToEndAsync();
            received.AddOrUpdate(kind, text, (_, before) => before + text);
        });
        await collector.StartAsync();

        string traceId;
        await using (var exporting = api.With(web => web.UseSetting("Telemetry:OtlpEndpoint", collector.Urls.Single())))
        {
            using var client = exporting.CreateClient();
            client.DefaultRequestHeaders.Authorization = new("Bearer", ConventionApi.Token);
            await client.GetAsync("/health/ready?token=query-secret");
            using var refused = await client.GetAsync("/api/v1/test/nowhere");
            traceId = (await refused.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found"))["trace_id"]!.GetValue<string>();
        }

        received["traces"].ShouldContain("saasodoo");
        received["traces"].ShouldContain("/health/ready");
        received["traces"].ShouldContain("SELECT 1");
        received["traces"].ShouldNotContain(ConventionApi.Token);
        received["traces"].ShouldNotContain("query-secret");
        received["traces"].ShouldContain(Encoding.Latin1.GetString(Convert.FromHexString(traceId)));
        received["metrics"].ShouldContain("npgsql");
        received["metrics"].ShouldContain("dotnet.");
        received["metrics"].ShouldContain("http.server.request.duration");
    }

    private sealed class LogLines : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

        public ConcurrentQueue<string> Written { get; } = [];

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

        public ILogger CreateLogger(string categoryName) => new Lines(this);

        public void Dispose()
        {
        }

        private sealed class Lines(LogLines owner) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => owner.scopes.Push(state);

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                var line = new StringBuilder(formatter(state, exception)).Append(' ').Append(exception);
                owner.scopes.ForEachScope(
                    (scope, text) =>
                    {
                        foreach (var (key, value) in scope as IEnumerable<KeyValuePair<string, object>> ?? [])
                            text.Append(' ').Append(key).Append('=').Append(value);
                    },
                    line);
                owner.Written.Enqueue(line.ToString());
            }
        }
    }
}
