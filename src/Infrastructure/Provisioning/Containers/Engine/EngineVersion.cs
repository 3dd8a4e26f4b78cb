using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

/// <summary>The API version both sides know: the engine's own, at most the newest this client was written for.</summary>
internal sealed class EngineVersion(EngineTransport transport)
{
    private static readonly Version Oldest = new(1, 41);
    private static readonly Version Newest = new(1, 47);

    private volatile Version? agreed;

    public async ValueTask<Version> GetAsync(CancellationToken cancellationToken)
    {
        if (agreed is { } known)
            return known;

        using var answer = await transport.OpenAtAsync(new(HttpMethod.Get, "/_ping"), "/_ping", cancellationToken);
        var theirs = Version.Parse(answer.Headers.GetValues("Api-Version").Single());
        if (theirs < Oldest)
            throw new RefusedException("runtime_refused", $"The container engine is too old: its API is {theirs}, {Oldest} is needed.");

        return agreed = theirs < Newest ? theirs : Newest;
    }

    /// <summary>After a lost connection another engine may answer: it may have been upgraded.</summary>
    public void Forget() => agreed = null;
}
