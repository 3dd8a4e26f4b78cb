using System.Diagnostics;
using OpenTelemetry;

namespace SaaSOdoo.Infrastructure.Telemetry;

/// <summary>
/// Takes off the span what may name a secret: SQL with a password in it (PostgreSQL takes no parameter in CREATE ROLE … PASSWORD), the
/// query of a request, and of an address that was called all but the host: a webhook's path or query may be its password.
/// </summary>
/// <remarks>The instrumentation hides the values of a query by itself, until an environment variable tells it not to.</remarks>
internal sealed class WithoutStatements : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        foreach (var tag in (string[])["db.query.text", "db.statement"])
        {
            if (data.GetTagItem(tag) is string sql && sql.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase))
                data.SetTag(tag, value: null);
        }

        if (data.GetTagItem("url.query") is not null)
            data.SetTag("url.query", value: null);
        if (data.GetTagItem("url.full") is string address)
            data.SetTag("url.full", Uri.TryCreate(address, UriKind.Absolute, out var url) ? $"{url.Scheme}://{url.Authority}" : null);
    }
}
