namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>The PostgreSQL channel of all wake-ups; a message is <c>topic:subject</c>, see <see cref="Jobs.Queues.Topics"/>.</summary>
internal static class NotificationChannel
{
    public const string Name = "saasodoo";
}
