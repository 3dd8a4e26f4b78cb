using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>Forgets deliveries that are finished, in steps: there is one for each event and endpoint.</summary>
public sealed class WebhookPurge(IAppDb db, TimeProvider clock)
{
    private const int Batch = 1000;

    /// <param name="keepFor">From when it was delivered or given up.</param>
    public async Task<int> PurgeAsync(TimeSpan keepFor, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - keepFor;
        var old = db.WebhookDeliveries.Where(d => d.FinishedAt < before).OrderBy(d => d.FinishedAt).Take(Batch).Select(d => d.Id);
        var purged = 0;
        int last;
        do
        {
            // Asked once more of each row as it is deleted: one may have been asked for again in this instant.
            last = await db.WebhookDeliveries.Where(d => old.Contains(d.Id) && d.FinishedAt < before).ExecuteDeleteAsync(cancellationToken);
            purged += last;
        }
        while (last == Batch);
        return purged;
    }
}
