namespace SaaSOdoo.Application.Common;

/// <summary>
/// Something outside (Docker, a database server) did not answer. A request answers 503; an operation waits and tries again.
/// </summary>
/// <param name="dependency">Its name for the customer: <c>the container engine</c>, <c>the database server</c>.</param>
public sealed class DependencyUnavailableException(string dependency, Exception? inner = null)
    : Exception($"{dependency} does not answer.", inner)
{
    public string Dependency { get; } = dependency;
}

/// <summary>
/// Something outside answered with a refusal that trying again will not change (an image that does not exist, an unknown module).
/// The operation fails at once.
/// </summary>
/// <param name="code">Stable code of the failure (<c>image_not_found</c>).</param>
/// <param name="detail">What the customer can do about it. Safe to show: no secret, no internals.</param>
public class RefusedException(string code, string detail, Exception? inner = null) : Exception(detail, inner)
{
    public string Code { get; } = code;
}

/// <summary>
/// A refusal because what is there is not what it was when it was looked at: a container was removed meanwhile, a port was taken. It is no
/// failure: whoever made a plan from the old look makes a new one.
/// </summary>
/// <inheritdoc cref="RefusedException"/>
public sealed class WorldChangedException(string code, string detail, Exception? inner = null) : RefusedException(code, detail, inner);
