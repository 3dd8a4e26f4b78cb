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

    [Property]
    public void Backoff_never_gets_shorter(int n) => (n == int.MaxValue || Backoff.After(n) <= Backoff.After(n + 1)).ShouldBeTrue();
}
