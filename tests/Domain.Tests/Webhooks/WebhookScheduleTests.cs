using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Domain.Tests.Webhooks;

public sealed class WebhookScheduleTests
{
    [Theory]
    [InlineData(1, null, 5)]
    [InlineData(1, 120, 120)]
    [InlineData(1, 2, 5)]
    [InlineData(2, 120, 120)]
    [InlineData(3, 120, 300)]
    [InlineData(1, -60, 5)]
    [InlineData(1, 31_536_000, 86_400)]
    public void The_longer_of_our_pause_and_what_the_receiver_asked_for_is_kept_within_a_day(int failures, int? asked, int expected) =>
        WebhookSchedule.After(failures, jitter: 0, asked is { } seconds ? TimeSpan.FromSeconds(seconds) : null).ShouldBe(TimeSpan.FromSeconds(expected));

    [Fact]
    public void A_receiver_cannot_ask_for_more_attempts() =>
        WebhookSchedule.After(WebhookSchedule.MaxAttempts, jitter: 0, TimeSpan.FromSeconds(1)).ShouldBeNull();
}
