namespace SaaSOdoo.Infrastructure.Operations;

/// <summary>The PostgreSQL channel on which every save with events says whose row changed (the subject's id).</summary>
internal static class NotificationChannel
{
    public const string Name = "saasodoo";
}
