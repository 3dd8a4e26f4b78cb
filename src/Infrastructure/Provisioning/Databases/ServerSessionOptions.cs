namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>Section <c>Provisioning:Sessions</c>: when sessions of instances' roles are ended for the sake of others.</summary>
public sealed class ServerSessionOptions
{
    public const string Section = "Provisioning:Sessions";

    /// <summary>How often each server is looked at.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Locks all sessions of one role may hold together. Installing a large application takes some thousands.</summary>
    public int Locks { get; set; } = 20_000;

    /// <summary>How full the server's queue of notifications may be before transactions that hold it are ended; 1 is full.</summary>
    public double NotificationQueue { get; set; } = 0.25;

    /// <summary>How long a transaction may go on while that queue is fuller.</summary>
    public TimeSpan Transaction { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a transaction may be idle, whatever its session asked for.</summary>
    public TimeSpan IdleInTransaction { get; set; } = TimeSpan.FromMinutes(30);

    internal bool IsValid() =>
        Interval > TimeSpan.Zero && Locks > 0 && NotificationQueue is > 0 and < 1
        && Transaction > TimeSpan.Zero && IdleInTransaction > TimeSpan.Zero;
}
