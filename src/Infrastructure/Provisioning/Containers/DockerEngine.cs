using System.Collections.Concurrent;
using System.Net;
using Docker.DotNet;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Calls the engine: API version, time limit and "it does not answer" are settled here for every call.</summary>
internal sealed class DockerEngine(DockerOptions options) : IDisposable
{
    private static readonly Version Oldest = new(1, 41);
    private static readonly Version Newest = new(1, 47);

    private readonly DockerClient unversioned = DockerClientFactory.Create(options, apiVersion: null);
    private readonly ConcurrentDictionary<Version, DockerClient> clients = new();
    private volatile DockerClient? agreed;

    /// <summary>One call, or the opening of a stream.</summary>
    /// <param name="extra">Time on top of <see cref="DockerOptions.CallTimeout"/> (the grace of a stop).</param>
    public Task<T> CallAsync<T>(
        Func<IDockerClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken, TimeSpan extra = default) =>
        // The library reads the body of an error without a token, so the limit also stands around the call.
        SendAsync((docker, token) => call(docker, token).WaitAsync(token), options.CallTimeout + extra, endless: false, cancellationToken);

    public Task CallAsync(Func<IDockerClient, CancellationToken, Task> call, CancellationToken cancellationToken) =>
        CallAsync((docker, token) => WithoutResultAsync(call(docker, token)), cancellationToken);

    /// <summary>Null when there is no such thing.</summary>
    public async Task<T?> FindAsync<T>(Func<IDockerClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await CallAsync(call, cancellationToken);
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>A pull or an upload: may take as long as it takes, but something has to move.</summary>
    /// <param name="call">Says each time that something moved.</param>
    public Task TransferAsync(Func<IDockerClient, Action, CancellationToken, Task> call, CancellationToken cancellationToken) =>
        FollowAsync(
            async (docker, token) =>
            {
                using var limit = new SilenceLimit(options.SilenceTimeout, token);
                await call(docker, limit.Moved, limit.Token).WaitAsync(limit.Token);
            },
            cancellationToken);

    /// <summary>A wait, a watch: ends by itself, by the caller's cancellation or with the engine, however long it takes.</summary>
    public Task<T> FollowAsync<T>(Func<IDockerClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        SendAsync(call, options.CallTimeout, endless: true, cancellationToken);

    public Task FollowAsync(Func<IDockerClient, CancellationToken, Task> call, CancellationToken cancellationToken) =>
        FollowAsync((docker, token) => WithoutResultAsync(call(docker, token)), cancellationToken);

    public void Dispose()
    {
        unversioned.Dispose();
        foreach (var client in clients.Values)
            client.Dispose();
    }

    private async Task<T> SendAsync<T>(
        Func<IDockerClient, CancellationToken, Task<T>> call, TimeSpan limit, bool endless, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit);
        try
        {
            var docker = agreed ?? await AgreeAsync(limited.Token);
            if (endless)
                limited.CancelAfter(Timeout.InfiniteTimeSpan);
            return await call(docker, limited.Token);
        }
        catch (Exception e) when (EngineUnavailable.Caused(e, cancellationToken))
        {
            // Another engine may answer next time: it may have been upgraded.
            agreed = null;
            throw EngineUnavailable.Because(e);
        }
    }

    // The newest version that both sides know.
    private async Task<DockerClient> AgreeAsync(CancellationToken cancellationToken)
    {
        var theirs = Version.Parse((await unversioned.System.GetVersionAsync(cancellationToken)).APIVersion);
        if (theirs < Oldest)
            throw new RefusedException(Refusal.Refused, $"The container engine is too old: its API is {theirs}, {Oldest} is needed.");

        return agreed = clients.GetOrAdd(theirs < Newest ? theirs : Newest, v => DockerClientFactory.Create(options, v));
    }

    private static async Task<bool> WithoutResultAsync(Task call)
    {
        await call;
        return true;
    }
}
