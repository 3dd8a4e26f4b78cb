using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>
/// Runs what falls due for a test clock that advances, one instant after the other and in order. Its place is in the clock's row, so whoever comes after a
/// crash goes on there; what was run already is not due any more.
/// </summary>
public sealed class TestClockRunner(IAppDb db, SubscriptionCycle cycle, TrialReminders reminders)
{
    private const int Batch = 100;

    /// <summary>
    /// Those that advance, and those for which something has become due at the time that they stand at: a tenant was closed, or its payer changed.
    /// </summary>
    public async Task<IReadOnlyList<TestClockId>> AdvancingAsync(CancellationToken cancellationToken) =>
        await db.TestClocks.AsNoTracking()
            .Where(t => t.Status == TestClockStatus.Advancing || db.Subscriptions.Any(s => s.ClockId == t.Id && s.NextActionAt <= t.Now)).OrderBy(t => t.Id).Take(Batch).Select(t => t.Id)
            .ToListAsync(cancellationToken);

    /// <summary>The next instant at which something is due.</summary>
    /// <returns>That instant; null when nothing was due any more and the clock has arrived.</returns>
    public async Task<DateTimeOffset?> StepAsync(TestClockId id, CancellationToken cancellationToken)
    {
        var testClock = await db.TestClocks.SingleAsync(t => t.Id == id, cancellationToken);
        if (testClock.Target is not { } target)
        {
            await RunAsync(id, testClock.Now, cancellationToken);
            return null;
        }

        // Saved before it is run: who decides reads the time from the clock.
        var next = await NextAsync(id, cancellationToken);
        if (next is not { } due || due > target)
        {
            testClock.Arrive();
            await db.SaveChangesAsync(cancellationToken);
            return null;
        }

        testClock.StepTo(due);
        await db.SaveChangesAsync(cancellationToken);
        var now = testClock.Now;
        db.ChangeTracker.Clear();
        await RunAsync(id, now, cancellationToken);
        return now;
    }

    private async Task RunAsync(TestClockId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await reminders.RemindAsync(id, now, cancellationToken);
        var due = await db.Subscriptions.AsNoTracking().Where(s => s.ClockId == id && s.NextActionAt <= now)
            .OrderBy(s => s.NextActionAt).ThenBy(s => s.Id).Take(Batch).Select(s => s.Id).ToListAsync(cancellationToken);
        foreach (var subscription in due)
        {
            await cycle.AdvanceAsync(subscription, cancellationToken);
            db.ChangeTracker.Clear();
        }
    }

    private async Task<DateTimeOffset?> NextAsync(TestClockId id, CancellationToken cancellationToken)
    {
        var action = await db.Subscriptions.Where(s => s.ClockId == id).MinAsync(s => s.NextActionAt, cancellationToken);
        var reminder = await db.Subscriptions.Where(s => s.ClockId == id && s.Status == SubscriptionStatus.Trialing).MinAsync(s => s.RemindAt, cancellationToken);
        return action is null || reminder < action ? reminder : action;
    }
}
