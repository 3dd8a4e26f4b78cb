using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Databases;
using SaaSOdoo.Infrastructure.Provisioning.Templates;

namespace SaaSOdoo.Infrastructure.Provisioning.Odoo;

/// <summary>The port: each part has a class of its own.</summary>
internal sealed class OdooDatabases(
    ServerConnections connections,
    OdooTemplates templates,
    InstanceRoles roles,
    InstanceAccess access,
    InstanceDatabases databases,
    DatabaseInitializer initializer,
    InstanceAddresses addresses,
    InstalledModules modules) : IOdooDatabases
{
    public Task EndLeftoversAsync(DatabaseServer server, string role, CancellationToken cancellationToken) =>
        TemporaryRole.DropLeftoversAsync(connections, server, role, cancellationToken);

    public Task<DatabaseObservation> ObserveAsync(
        DatabaseServer server, string database, string role, string? password, CancellationToken cancellationToken) =>
        databases.ObserveAsync(server, database, role, password, cancellationToken);

    public Task<IReadOnlySet<string>> IntactAsync(
        DatabaseServer server, IReadOnlyCollection<InstanceLogin> logins, CancellationToken cancellationToken) =>
        access.IntactAsync(server, logins, cancellationToken);

    public Task<IReadOnlyList<NamedObject>> ListNamedAsync(DatabaseServer server, CancellationToken cancellationToken) =>
        NamedObjects.ListAsync(connections, server, cancellationToken);

    public bool IsAnswering(DatabaseServer server) => connections.IsAnswering(server);

    public Task<OdooTemplate?> FindTemplateAsync(DatabaseServer server, TemplateSpec spec, CancellationToken cancellationToken) =>
        templates.FindAsync(server, spec, cancellationToken);

    public Task<OdooTemplate> EnsureTemplateAsync(
        DatabaseServer server, TemplateSpec spec, TimeSpan patience, IProgress<string> progress, CancellationToken cancellationToken) =>
        templates.EnsureAsync(server, spec, patience, progress, cancellationToken);

    public Task EnsureRoleAsync(DatabaseServer server, string database, string role, string password, CancellationToken cancellationToken) =>
        roles.EnsureAsync(server, database, role, password, cancellationToken);

    public Task EnsureDatabaseAsync(
        DatabaseServer server, string database, string role, OdooTemplate template, CancellationToken cancellationToken) =>
        databases.EnsureAsync(server, database, role, template, cancellationToken);

    public Task<string> HashPasswordAsync(string odooVersion, string password, bool generated) =>
        Task.Run(() => OdooPasswordHash.Of(password, odooVersion, generated));

    public Task InitializeDatabaseAsync(DatabaseServer server, string database, DatabaseInitialization values, CancellationToken cancellationToken) =>
        initializer.InitializeDatabaseAsync(server, database, values, cancellationToken);

    public Task<bool> ChangeAddressAsync(DatabaseServer server, string database, Uri baseUrl, CancellationToken cancellationToken) =>
        addresses.ChangeAsync(server, database, baseUrl, cancellationToken);

    public Task<IReadOnlyList<string>> InstalledModulesAsync(DatabaseServer server, string database, CancellationToken cancellationToken) =>
        modules.ReadAsync(server, database, cancellationToken);

    public Task DropDatabaseAsync(DatabaseServer server, string database, string role, CancellationToken cancellationToken) =>
        databases.DropAsync(server, database, role, cancellationToken);

    public Task DropRoleAsync(DatabaseServer server, string role, CancellationToken cancellationToken) =>
        roles.DropAsync(server, role, cancellationToken);
}
