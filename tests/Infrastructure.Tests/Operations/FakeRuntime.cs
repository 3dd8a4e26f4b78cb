using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>Docker, PostgreSQL for Odoo and Odoo itself, in memory. <see cref="Before"/> may delay or fail any call by its name.</summary>
internal sealed partial class FakeRuntime(TimeProvider clock) : IContainerRuntime, IOdooDatabases, IReadinessProbe
{
    private readonly TimeProvider clock = clock;

    /// <summary>Whether each is initialized.</summary>
    public ConcurrentDictionary<string, bool> Databases { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, string> Roles { get; } = new(StringComparer.Ordinal);

    /// <summary>Roles that somebody has changed so that they cannot log in.</summary>
    public ConcurrentDictionary<string, bool> ShutOut { get; } = new(StringComparer.Ordinal);

    /// <summary>What each database says its address is.</summary>
    public ConcurrentDictionary<string, Uri> Addresses { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Calls { get; } = new();

    public bool Answers { get; set; } = true;

    public Func<string, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>From now on calls of that name fail, and no others.</summary>
    public void Fail(string call, Exception with) => Before = (verb, _) => verb == call ? Task.FromException(with) : Task.CompletedTask;

    /// <summary>From now on no call fails or waits.</summary>
    public void Recover() => Before = (_, _) => Task.CompletedTask;

    /// <summary>Asks a database server whether it is there, before anything on it is looked at.</summary>
    public Func<DatabaseServer, CancellationToken, Task> Reach { get; set; } = (_, _) => Task.CompletedTask;

    public Func<DatabaseServer, bool> IsReachable { get; set; } = _ => true;

    public async Task<DatabaseObservation> ObserveAsync(
        DatabaseServer server, string database, string role, string? password, CancellationToken cancellationToken)
    {
        await Reach(server, cancellationToken);
        await CallAsync(cancellationToken, "ObserveDatabase");
        var known = Roles.TryGetValue(role, out var set) && !ShutOut.ContainsKey(role) && (password is null || password == set);
        return new(known, Databases.TryGetValue(database, out var initialized), initialized)
        {
            Lines = [new(DriftAspect.Role, role, Roles.ContainsKey(role) ? role : null), new(DriftAspect.RoleLogin, "yes", known ? "yes" : "no")],
        };
    }

    public async Task<IReadOnlySet<string>> IntactAsync(
        DatabaseServer server, IReadOnlyCollection<InstanceLogin> logins, CancellationToken cancellationToken)
    {
        await Reach(server, cancellationToken);
        await CallAsync(cancellationToken);
        return logins.Select(l => l.Role).Where(r => Roles.ContainsKey(r) && !ShutOut.ContainsKey(r)).ToHashSet();
    }

    public Task EndLeftoversAsync(DatabaseServer server, string role, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<IReadOnlyList<NamedObject>> ListNamedAsync(DatabaseServer server, CancellationToken cancellationToken)
    {
        await Reach(server, cancellationToken);
        return
        [
            .. Databases.Keys.Select(name => new NamedObject(FindingKind.Database, name, name[^12..])),
            .. Roles.Keys.Select(name => new NamedObject(FindingKind.Role, name, name[^12..])),
        ];
    }

    public bool IsAnswering(DatabaseServer server) => IsReachable(server);

    public Task<OdooTemplate?> FindTemplateAsync(DatabaseServer server, TemplateSpec spec, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing here looks for templates.");

    public async Task<OdooTemplate> EnsureTemplateAsync(
        DatabaseServer server, TemplateSpec spec, TimeSpan patience, IProgress<string> progress, CancellationToken cancellationToken)
    {
        for (var line = 0; line < 50; line++)
            progress.Report($"Installing {line}");
        await CallAsync(cancellationToken);
        return new("tpl", "tpl_owner", "tpl-files");
    }

    public async Task EnsureRoleAsync(DatabaseServer server, string database, string role, string password, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        ShutOut.TryRemove(role, out _);
        Roles[role] = password;
    }

    public async Task EnsureDatabaseAsync(
        DatabaseServer server, string database, string role, OdooTemplate template, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Databases.TryAdd(database, false);
    }

    public Task<string> HashPasswordAsync(string odooVersion, string password, bool generated) =>
        Task.FromResult($"hash of {password.Length}");

    public async Task InitializeDatabaseAsync(DatabaseServer server, string database, DatabaseInitialization values, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Addresses[database] = values.BaseUrl;
        Databases[database] = true;
    }

    public async Task<bool> ChangeAddressAsync(DatabaseServer server, string database, Uri baseUrl, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        Addresses[database] = baseUrl;
        return true;
    }

    public Task<IReadOnlyList<string>> InstalledModulesAsync(DatabaseServer server, string database, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(["base", "sale"]);

    public async Task DropDatabaseAsync(DatabaseServer server, string database, string role, CancellationToken cancellationToken)
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

    private async Task CallAsync(CancellationToken cancellationToken, [CallerMemberName] string verb = "")
    {
        cancellationToken.ThrowIfCancellationRequested();
        var name = verb.EndsWith("Async", StringComparison.Ordinal) ? verb[..^"Async".Length] : verb;
        Calls.Enqueue(name);
        await Before(name, cancellationToken);
    }
}
