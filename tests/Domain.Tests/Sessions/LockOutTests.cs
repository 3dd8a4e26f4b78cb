using SaaSOdoo.Domain.Sessions;

namespace SaaSOdoo.Domain.Tests.Sessions;

public sealed class LockOutTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_fifth_failure_in_a_row_locks_and_the_next_series_starts_from_nothing()
    {
        var guesses = LockOut.None;
        for (var i = 1; i <= 4; i++)
        {
            guesses = guesses.AfterFailure(Now);
            (guesses.Failed, guesses.Rest(Now)).ShouldBe((i, null));
        }

        guesses = guesses.AfterFailure(Now);
        guesses.Rest(Now).ShouldBe(TimeSpan.FromMinutes(15));
        guesses.AfterFailure(Now.AddMinutes(14)).ShouldBe(guesses, "a lock is not lengthened");
        guesses.Rest(Now.AddMinutes(15)).ShouldBeNull();
        guesses.AfterFailure(Now.AddMinutes(15)).Failed.ShouldBe(1);
    }
}
