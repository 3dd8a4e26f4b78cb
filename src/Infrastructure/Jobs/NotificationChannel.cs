namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>The PostgreSQL channel on which every save with events says whose row changed (the ids of subject and tenant).</summary>
internal static class NotificationChannel
{
    public const string Name = "saasodoo";
}
