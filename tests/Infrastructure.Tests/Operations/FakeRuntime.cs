using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>Docker, PostgreSQL for Odoo and Odoo itself, in memory. <see cref="Before"/> may delay or fail any call by its name.</summary>
internal sealed class FakeRuntime(TimeProvider clock) : IContainerRuntime, IOdooDatabases, IReadinessProbe
{
    public ConcurrentDictionary<string, WorkloadObservation> Workloads { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, VolumeObservation> Volumes { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether each is personalised.</summary>
    public ConcurrentDictionary<string, bool> Databases { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, string> Roles { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, WorkloadSpec> Applied { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Calls { get; } = new();

    public bool Answers { get; set; } = true;

    public Func<string, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Something the engine shows: a container by this name, with these labels.</summary>
    public void Show(string name, string state, Dictionary<string, string> labels, DateTimeOffset createdAt, bool onNetwork = true) =>
        Workloads[name] = new WorkloadObservation
        {
            Name = name, State = state, Fingerprint = "", Labels = labels, CreatedAt = createdAt, OnNetwork = onNetwork,
        };

    public void Change(string name, Func<WorkloadObservation, WorkloadObservation> change) => Workloads[name] = change(Workloads[name]);

    public Task PingAsync(CancellationToken cancellationToken) => CallAsync(cancellationToken);

    public async Task<string> EnsureImageAsync(string image, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report("Pulling");
        await CallAsync(cancellationToken);
        return "sha256:" + image;
    }

    public Task EnsureNetworkAsync(CancellationToken cancellationToken) => CallAsync(cancellationToken);

    public async Task EnsureVolumeAsync(string volume, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Volumes[volume] = new VolumeObservation(volume, labels, clock.GetUtcNow());
    }

    public Task SeedVolumeAsync(VolumePath from, VolumePath to, string image, CancellationToken cancellationToken) => CallAsync(cancellationToken);

    public async Task<bool> VolumeExistsAsync(string volume, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return Volumes.ContainsKey(volume);
    }

    public async Task RemoveVolumeAsync(string volume, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Volumes.TryRemove(volume, out _);
    }

    public async Task ApplyAsync(WorkloadSpec spec, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Applied[spec.Name] = spec;
        var sized = (Workloads.TryGetValue(spec.Name, out var old) && old.Fingerprint == spec.Fingerprint ? old : New(spec)) with
        {
            Cpus = spec.Cpus, MemoryBytes = spec.MemoryBytes,
        };
        Workloads[spec.Name] = sized;
    }

    public async Task ConnectAsync(string name, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Change(name, w => w with { OnNetwork = true });
    }

    public async Task StartAsync(string name, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Change(name, w => w with { State = "running" });
    }

    public async Task StopAsync(string name, TimeSpan grace, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Change(name, w => w with { State = "exited" });
    }

    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Workloads.TryRemove(name, out _);
    }

    public async Task<WorkloadObservation?> ObserveAsync(string name, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return Workloads.GetValueOrDefault(name);
    }

    public async Task<IReadOnlyList<WorkloadObservation>> ListAsync(CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return [.. Workloads.Values];
    }

    public async Task<IReadOnlyList<VolumeObservation>> ListVolumesAsync(CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return [.. Volumes.Values];
    }

    public Task<JobResult> RunToCompletionAsync(JobSpec job, IProgress<string>? output, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing here runs jobs.");

    public IAsyncEnumerable<string> LogsAsync(string name, int tail, bool follow, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing here reads logs.");

    public IAsyncEnumerable<RuntimeEvent> WatchAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing here watches.");

    public async Task<DatabaseObservation> ObserveAsync(DatabaseServer server, string database, string role, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken, "ObserveDatabase");
        return new(Roles.ContainsKey(role), Databases.TryGetValue(database, out var personalised), personalised);
    }

    public Task<OdooTemplate?> FindTemplateAsync(DatabaseServer server, TemplateSpec spec, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing here looks for templates.");

    public async Task<OdooTemplate> EnsureTemplateAsync(
        DatabaseServer server, TemplateSpec spec, IProgress<string> progress, CancellationToken cancellationToken)
    {
        for (var line = 0; line < 50; line++)
            progress.Report($"Installing {line}");
        await CallAsync(cancellationToken);
        return new("tpl", "tpl_owner", "tpl-files");
    }

    public async Task EnsureRoleAsync(DatabaseServer server, string role, string password, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Roles[role] = password;
    }

    public async Task EnsureDatabaseAsync(
        DatabaseServer server, string database, string role, OdooTemplate template, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Databases.TryAdd(database, false);
    }

    public Task<string> HashPasswordAsync(string odooVersion, string password) => Task.FromResult($"hash of {password.Length}");

    public async Task PersonaliseAsync(DatabaseServer server, string database, Personalisation values, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Databases[database] = true;
    }

    public Task<IReadOnlyList<string>> InstalledModulesAsync(DatabaseServer server, string database, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(["base", "sale"]);

    public async Task DropDatabaseAsync(DatabaseServer server, string database, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Databases.TryRemove(database, out _);
    }

    public async Task DropRoleAsync(DatabaseServer server, string role, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Roles.TryRemove(role, out _);
    }

    public async Task<bool> AnswersAsync(Uri url, string odooVersion, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return Answers;
    }

    private WorkloadObservation New(WorkloadSpec spec) => new()
    {
        Name = spec.Name,
        State = "created",
        Fingerprint = spec.Fingerprint,
        Labels = spec.Labels,
        CreatedAt = clock.GetUtcNow(),
        OnNetwork = true,
    };

    private async Task CallAsync(CancellationToken cancellationToken, [CallerMemberName] string verb = "")
    {
        cancellationToken.ThrowIfCancellationRequested();
        var name = verb.EndsWith("Async", StringComparison.Ordinal) ? verb[..^"Async".Length] : verb;
        Calls.Enqueue(name);
        await Before(name, cancellationToken);
    }
}
