using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Domain.Tests.Subscriptions;

public sealed class DunningLadderTests
{
    private static readonly DateTimeOffset Due = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Steps_run_on_their_days_after_the_invoice_was_due()
    {
        var ladder = DunningLadder.Begin(Cycle.Terms, Due, Due);
        ladder.Select(s => (s.Kind, s.Day, s.At)).ShouldBe(
        [
            (DunningKind.PastDue, 0, Due), (DunningKind.Reminder, 3, Due.AddDays(3)), (DunningKind.Reminder, 7, Due.AddDays(7)),
            (DunningKind.Reminder, 10, Due.AddDays(10)), (DunningKind.Suspension, 14, Due.AddDays(14)), (DunningKind.Expiry, 21, Due.AddDays(21)),
        ]);
        ladder.Select(s => s.RanAt).ShouldBe([Due, null, null, null, null, null]);
        DunningLadder.Next(ladder)!.Day.ShouldBe(3);
    }

    [Fact]
    public void Step_that_runs_late_moves_the_later_ones_by_as_much()
    {
        var ladder = DunningLadder.Run(DunningLadder.Begin(Cycle.Terms, Due, Due), Due, Due.AddDays(5));
        ladder.Select(s => s.At).ShouldBe([Due, Due.AddDays(3), Due.AddDays(9), Due.AddDays(12), Due.AddDays(16), Due.AddDays(23)]);
        ladder[1].RanAt.ShouldBe(Due.AddDays(5));
    }

    [Fact]
    public void Outage_that_ends_after_every_day_still_leaves_the_whole_ladder()
    {
        var back = Due.AddDays(60);
        var ladder = DunningLadder.Begin(Cycle.Terms, Due, back);
        ladder.Skip(1).Select(s => s.At).ShouldBe([back.AddDays(3), back.AddDays(7), back.AddDays(10), back.AddDays(14), back.AddDays(21)]);
    }

    [Fact]
    public void Last_step_is_followed_by_none()
    {
        var ladder = DunningLadder.Begin(Cycle.Terms, Due, Due);
        var taken = 0;
        while (DunningLadder.Next(ladder) is { } step)
        {
            ladder = DunningLadder.Run(ladder, Due, step.At);
            taken++;
        }

        taken.ShouldBe(5);
        ladder.ShouldAllBe(s => s.RanAt == Due.AddDays(s.Day));
    }
}
