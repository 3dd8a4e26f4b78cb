using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Servers;

/// <summary>Looks at a database server as nobody has yet.</summary>
public interface IDatabaseServerProbe
{
    /// <summary>
    /// Whether it is reached, lets the platform in as a superuser, takes writes and is of a version that can be used. Within seconds, whatever the
    /// other side does.
    /// </summary>
    /// <param name="isNew">It must not be the cluster of the platform's own database either.</param>
    /// <returns>Null when all is well.</returns>
    Task<DatabaseServerFault?> FindFaultAsync(DatabaseServer server, bool isNew, CancellationToken cancellationToken);
}

/// <param name="Code">Stable: <c>unreachable</c>, <c>login_refused</c>, <c>not_superuser</c>, <c>standby</c>, <c>version_too_old</c>, <c>platform_cluster</c>, <c>refused</c>.</param>
/// <param name="Field">The field of an entry that is at fault.</param>
/// <param name="Detail">For operators; without secrets.</param>
public sealed record DatabaseServerFault(string Code, string Field, string Detail);
