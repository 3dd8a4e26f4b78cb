using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Subscriptions;

public static class TestClockErrors
{
    /// <summary>404 like a door that is not there, with the reason.</summary>
    public static readonly Error Off = Error.NotFound(
        "test_clock.not_found", "Test clocks are off here. Billing:TestClocks switches them on, where no real money is taken.");

    public static readonly Error Advancing = Error.Conflict("test_clock.advancing", "The clock is still advancing; wait until its status is ready.");

    public static Error NotFound() => Error.NotFound("test_clock.not_found", "There is no such test clock.");

    public static Error TimeInvalid(string field) => Error.Invalid(field, "test_clock.time_invalid", "Give a time from now on and before 2100.");

    public static Error Backwards(DateTimeOffset now) =>
        Error.Invalid("to", "test_clock.backwards", $"A clock only moves forward; give a time after {Text(now)}.");

    public static Error TooFar(DateTimeOffset farthest) => Error.Invalid(
        "to", "test_clock.too_far", $"A clock advances by at most {TestClock.MaxPeriods} billing periods at once; give a time until {Text(farthest)}.");

    public static Error CustomerUnknown(CustomerId customer) =>
        Error.Invalid("customer_ids", "test_clock.customer_unknown", $"There is no active customer {customer.Value}.");

    /// <summary>Their billing has a time already, the real one or another clock's.</summary>
    public static Error CustomerInUse(CustomerId customer) => Error.Conflict(
        "test_clock.customer_in_use", "A customer is bound to a clock before they open their first tenant, once and for good. Register a new one.") with
    {
        Details = new Dictionary<string, object>(StringComparer.Ordinal) { ["customer_id"] = customer.Value },
    };

    private static string Text(DateTimeOffset time) => $"{time.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";
}
