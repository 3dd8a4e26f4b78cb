using System.Runtime.CompilerServices;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine.Models;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>What happens to this platform's workloads and jobs.</summary>
internal sealed class RuntimeEvents(
    EngineClient engine, RuntimeLabels labels, RuntimeNetworkOptions network)
{
    private static readonly string[] Interesting =
        ["create", "start", "restart", "die", "stop", "oom", "pause", "unpause", "destroy", "rename", "connect", "disconnect"];

    // The engine mixes its own facts into the labels.
    private static readonly HashSet<string> Facts = new(StringComparer.Ordinal)
        { "name", "oldName", "image", "exitCode", "execDuration", "signal" };

    public async IAsyncEnumerable<RuntimeEvent> WatchAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // No label filter: events of the network carry no labels and would be left out.
        var filters = new EngineFilters().With("type", "container", "network").With("event", Interesting);
        await foreach (var happened in engine.System.EventsAsync(since, filters, cancellationToken))
        {
            if (await OursAsync(happened, cancellationToken) is { } ours)
                yield return ours;
        }

        // The stream ends only when the engine goes away.
        throw EngineUnavailable.Because(null);
    }

    private async ValueTask<RuntimeEvent?> OursAsync(EngineEvent happened, CancellationToken cancellationToken)
    {
        var facts = happened.Actor.Attributes;
        if (happened.Type is "network")
            return await OnNetworkAsync(happened, cancellationToken);

        return labels.IsOurs(facts) ? Of(happened, facts.GetValueOrDefault("name", ""), facts) : null;
    }

    // Names the container by id only; when it is gone since, its own end is an event as well.
    private async Task<RuntimeEvent?> OnNetworkAsync(EngineEvent happened, CancellationToken cancellationToken)
    {
        var facts = happened.Actor.Attributes;
        if (!string.Equals(facts.GetValueOrDefault("name"), network.Name, StringComparison.Ordinal)
            || !facts.TryGetValue("container", out var id)
            || await engine.Containers.InspectAsync(id, cancellationToken) is not { } found
            || !labels.IsOurs(found.Config.Labels))
            return null;

        return Of(happened, found.Name.TrimStart('/'), found.Config.Labels!);
    }

    private static RuntimeEvent? Of(EngineEvent happened, string name, IReadOnlyDictionary<string, string> facts)
    {
        if (facts.ContainsKey(RuntimeLabels.Helper) || name.EndsWith(Workloads.UnfinishedSuffix, StringComparison.Ordinal))
            return null;

        var its = facts.Where(f => !Facts.Contains(f.Key)).ToDictionary(StringComparer.Ordinal);
        return new(happened.Action, name, its, happened.At);
    }
}
