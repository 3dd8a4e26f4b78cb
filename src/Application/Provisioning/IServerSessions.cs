using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Sessions of instances' roles on a database server.</summary>
public interface IServerSessions
{
    /// <summary>
    /// Ends those that keep others of the server from working: very many locks, a transaction that holds the queue of notifications,
    /// a transaction left idle. On one connection that is kept, since a server without room for locks takes no new ones.
    /// </summary>
    /// <exception cref="DependencyUnavailableException">The server does not answer.</exception>
    Task<IReadOnlyList<EndedSessions>> EndHarmfulAsync(DatabaseServer server, CancellationToken cancellationToken);
}

/// <param name="Role">Of an instance; its name is <see cref="InstanceAllocation.Role"/>.</param>
public sealed record EndedSessions(string Role, SessionEndReason Reason, int Sessions);
