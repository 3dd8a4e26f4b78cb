using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning;

/// <summary>The real adapter, with a template that is there already: building one needs a real Odoo.</summary>
internal sealed class PreparedTemplate(IOdooDatabases real, OdooTemplate template) : IOdooDatabases
{
    public Task<OdooTemplate> EnsureTemplateAsync(
        DatabaseServer server, TemplateSpec spec, TimeSpan patience, IProgress<string> progress, CancellationToken cancellationToken) => Task.FromResult(template);

    public Task<OdooTemplate?> FindTemplateAsync(DatabaseServer server, TemplateSpec spec, CancellationToken cancellationToken) =>
        Task.FromResult<OdooTemplate?>(template);

    public Task EndLeftoversAsync(DatabaseServer server, string role, CancellationToken cancellationToken) =>
        real.EndLeftoversAsync(server, role, cancellationToken);

    public Task<DatabaseObservation> ObserveAsync(
        DatabaseServer server, string database, string role, string? password, CancellationToken cancellationToken) =>
        real.ObserveAsync(server, database, role, password, cancellationToken);

    public Task<IReadOnlySet<string>> IntactAsync(
        DatabaseServer server, IReadOnlyCollection<InstanceLogin> logins, CancellationToken cancellationToken) => real.IntactAsync(server, logins, cancellationToken);

    public Task<IReadOnlyList<NamedObject>> ListNamedAsync(DatabaseServer server, CancellationToken cancellationToken) =>
        real.ListNamedAsync(server, cancellationToken);

    public bool IsAnswering(DatabaseServer server) => real.IsAnswering(server);

    public Task EnsureRoleAsync(DatabaseServer server, string database, string role, string password, CancellationToken cancellationToken) =>
        real.EnsureRoleAsync(server, database, role, password, cancellationToken);

    public Task EnsureDatabaseAsync(DatabaseServer server, string database, string role, OdooTemplate from, CancellationToken cancellationToken) =>
        real.EnsureDatabaseAsync(server, database, role, from, cancellationToken);

    public Task<string> HashPasswordAsync(string odooVersion, string password, bool generated) => Task.FromResult("hash");

    public Task InitializeDatabaseAsync(DatabaseServer server, string database, DatabaseInitialization values, CancellationToken cancellationToken) =>
        real.InitializeDatabaseAsync(server, database, values, cancellationToken);

    public Task<bool> ChangeAddressAsync(DatabaseServer server, string database, Uri baseUrl, CancellationToken cancellationToken) =>
        real.ChangeAddressAsync(server, database, baseUrl, cancellationToken);

    public Task<IReadOnlyList<string>> InstalledModulesAsync(DatabaseServer server, string database, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(["base", "sale"]);

    public Task DropDatabaseAsync(DatabaseServer server, string database, string role, CancellationToken cancellationToken) =>
        real.DropDatabaseAsync(server, database, role, cancellationToken);

    public Task DropRoleAsync(DatabaseServer server, string role, CancellationToken cancellationToken) => real.DropRoleAsync(server, role, cancellationToken);
}
