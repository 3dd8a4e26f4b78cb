using System.Diagnostics;
using OpenTelemetry;

namespace SaaSOdoo.Infrastructure.Telemetry;

/// <summary>Takes SQL that names a password off the span: PostgreSQL takes no parameter in CREATE ROLE … PASSWORD.</summary>
internal sealed class WithoutStatements : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        foreach (var tag in (string[])["db.query.text", "db.statement"])
        {
            if (data.GetTagItem(tag) is string sql && sql.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase))
                data.SetTag(tag, value: null);
        }
    }
}
