using System.Collections.ObjectModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Docker.DotNet.Models;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>What happens to this platform's workloads and jobs.</summary>
internal sealed class RuntimeEvents(
    DockerEngine engine, RuntimeContainers containers, RuntimeLabels labels, RuntimeNetworkOptions network)
{
    // What is lost of more than so many is found by the next look at everything.
    private const int MostWaiting = 4096;

    private static readonly string[] Interesting =
        ["create", "start", "restart", "die", "stop", "oom", "pause", "unpause", "destroy", "rename", "connect", "disconnect"];

    // The engine mixes its own facts into the labels.
    private static readonly HashSet<string> Facts = new(StringComparer.Ordinal)
        { "name", "oldName", "image", "exitCode", "execDuration", "signal" };

    public async IAsyncEnumerable<RuntimeEvent> WatchAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A watch has no time limit; an engine that is frozen already is noticed here.
        await engine.CallAsync((docker, token) => docker.System.PingAsync(token), cancellationToken);

        var events = Channel.CreateBounded<Message>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = CollectAsync(since, events.Writer, stop.Token);
        try
        {
            await foreach (var happened in events.Reader.ReadAllAsync(cancellationToken))
            {
                if (await OursAsync(happened, cancellationToken) is { } ours)
                    yield return ours;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await watching;
        }
    }

    // Events from a moment on: those the engine remembers (its last 256) first, then as they happen.
    private async Task CollectAsync(DateTimeOffset since, ChannelWriter<Message> events, CancellationToken cancellationToken)
    {
        var parameters = new ContainerEventsParameters
        {
            Since = UnixTime(since),
            // No label filter: events of the network carry no labels and would be left out.
            Filters = new EngineFilters().With("type", "container", "network").With("event", Interesting),
        };
        try
        {
            await engine.FollowAsync(
                (docker, token) => docker.System.MonitorEventsAsync(parameters, new Relay(events), token), cancellationToken);
            // The stream ends only when the engine goes away.
            events.Complete(EngineUnavailable.Because(null));
        }
        catch (Exception e)
        {
            events.Complete(e);
        }
    }

    private async ValueTask<RuntimeEvent?> OursAsync(Message happened, CancellationToken cancellationToken)
    {
        var facts = happened.Actor.Attributes.AsReadOnly();
        if (happened.Type is "network")
            return await OnNetworkAsync(happened, facts, cancellationToken);

        return labels.IsOurs(happened.Actor.Attributes) ? Of(happened, facts.GetValueOrDefault("name", ""), facts) : null;
    }

    // Names the container by id only; when it is gone since, its own end is an event as well.
    private async Task<RuntimeEvent?> OnNetworkAsync(
        Message happened, ReadOnlyDictionary<string, string> facts, CancellationToken cancellationToken)
    {
        if (!string.Equals(facts.GetValueOrDefault("name"), network.Name, StringComparison.Ordinal)
            || !facts.TryGetValue("container", out var id)
            || await containers.InspectAsync(id, cancellationToken) is not { Config.Labels: { } its } found
            || !labels.IsOurs(its))
            return null;

        return Of(happened, found.Name.TrimStart('/'), its.AsReadOnly());
    }

    private static RuntimeEvent? Of(Message happened, string name, ReadOnlyDictionary<string, string> facts)
    {
        if (facts.ContainsKey(RuntimeLabels.Helper) || name.EndsWith(Workloads.UnfinishedSuffix, StringComparison.Ordinal))
            return null;

        var its = facts.Where(f => !Facts.Contains(f.Key)).ToDictionary(StringComparer.Ordinal);
        var at = DateTimeOffset.UnixEpoch.AddTicks((happened.TimeNano ?? 0) / TimeSpan.NanosecondsPerTick);
        return new(happened.Action, name, its, at);
    }

    private static string UnixTime(DateTimeOffset moment)
    {
        var (seconds, rest) = Math.DivRem(moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerSecond);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds}.{rest * TimeSpan.NanosecondsPerTick:D9}");
    }

    private sealed class Relay(ChannelWriter<Message> events) : IProgress<Message>
    {
        public void Report(Message value) => events.TryWrite(value);
    }
}
