using FsCheck.Xunit;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Domain.Tests.Operations;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(5, 16)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(8, 60)]
    [InlineData(int.MaxValue, 60)]
    [InlineData(0, 1)]
    [InlineData(int.MinValue, 1)]
    public void Backoff_doubles_up_to_a_minute(int attempt, int seconds) => Backoff.After(attempt).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(1000, 60)]
    public void Pause_after_a_failure_doubles_from_a_minute_up_to_an_hour(int failure, int minutes) =>
        Backoff.AfterFailure(failure).ShouldBe(TimeSpan.FromMinutes(minutes));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 1)]
    [InlineData(30, 3)]
    [InlineData(50, 5)]
    [InlineData(3000, 5)]
    public void What_takes_longer_is_looked_at_less_often(int waited, int seconds) =>
        Backoff.WhileWaiting(TimeSpan.FromSeconds(waited)).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Property]
    public void Backoff_never_gets_shorter(int n) => (n == int.MaxValue || Backoff.After(n) <= Backoff.After(n + 1)).ShouldBeTrue();
}
