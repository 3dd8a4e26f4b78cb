using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Domain.Subscriptions;

public enum TestClockStatus
{
    Ready,

    /// <summary>What falls due until its target is being run.</summary>
    Advancing,
}

/// <summary>A time of their own for the customers bound to it, so that integrators see months in seconds. It moves forward only.</summary>
public sealed class TestClock : AggregateRoot
{
    public const int NameMaxLength = 100;

    /// <summary>Customers that one clock is for.</summary>
    public const int MaxCustomers = 10;

    /// <summary>How many billing periods it advances by at once, of the shortest among its subscriptions: nothing is to pile up unseen.</summary>
    public const int MaxPeriods = 2;

    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private TestClock()
    {
    }

    public TestClockId Id { get; private set; }
    public string Name { get; private set; } = "";
    public DateTimeOffset Now { get; private set; }

    /// <summary>Where it is going; null when it is there.</summary>
    public DateTimeOffset? Target { get; private set; }
    public TestClockStatus Status { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <param name="time">
    /// What it shows first, the real time or later; null: the real time. What happens at a time long past would be past its retention at once.
    /// </param>
    /// <param name="now">The real time.</param>
    public static Result<TestClock> Start(string? name, DateTimeOffset? time, DateTimeOffset now)
    {
        var errors = new Errors();
        var named = errors.Take(PlainName.Create("name", name, NameMaxLength));
        var shown = BillingTime.Floor(time ?? now);
        if (shown < BillingTime.Floor(now) || shown >= Latest)
            errors.Take(Result.Failure(TestClockErrors.TimeInvalid("now")));

        return errors.Any
            ? errors.ToError()
            : new TestClock { Id = NewId.Of<TestClockId>(now), Name = named!, Now = shown, Status = TestClockStatus.Ready, CreatedAt = now };
    }

    /// <summary>Sets out for a time; what falls due until then is run, step by step.</summary>
    /// <param name="shortest">Of the subscriptions that it is for; null when there is none.</param>
    public Result AdvanceTo(DateTimeOffset time, BillingPeriod? shortest)
    {
        if (Status == TestClockStatus.Advancing)
            return TestClockErrors.Advancing;

        var target = BillingTime.Floor(time);
        if (target <= Now)
            return TestClockErrors.Backwards(Now);
        if (target >= Latest)
            return TestClockErrors.TimeInvalid("to");

        var farthest = Now.AddMonths(MaxPeriods * (shortest ?? BillingPeriod.Annual).Months());
        if (target > farthest)
            return TestClockErrors.TooFar(farthest);

        (Target, Status) = (target, TestClockStatus.Advancing);
        return Result.Success;
    }

    /// <summary>On its way; never back, and never beyond where it is going.</summary>
    /// <exception cref="InvalidOperationException">It is going nowhere.</exception>
    public void StepTo(DateTimeOffset time)
    {
        var target = Target ?? throw new InvalidOperationException($"The clock {Id} is not advancing.");
        Now = time <= Now ? Now : time >= target ? target : time;
    }

    /// <summary>Nothing is due any more until its target.</summary>
    /// <exception cref="InvalidOperationException">It is going nowhere.</exception>
    public void Arrive()
    {
        StepTo(DateTimeOffset.MaxValue);
        (Target, Status) = (null, TestClockStatus.Ready);
    }
}
