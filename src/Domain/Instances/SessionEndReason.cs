namespace SaaSOdoo.Domain.Instances;

/// <summary>What a session of an instance's role did to a server that it shares with others.</summary>
public enum SessionEndReason
{
    /// <summary>It held so many locks that there was hardly room for others'.</summary>
    Locks,

    /// <summary>Its open transaction kept the server from forgetting notifications, whose queue all share.</summary>
    Notifications,

    /// <summary>It left a transaction open and idle for longer than a request takes.</summary>
    IdleInTransaction,
}
