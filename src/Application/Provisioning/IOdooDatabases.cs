using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>
/// Odoo's databases on a PostgreSQL server: templates, and a role and a database per instance. All verbs are ensures.
/// </summary>
/// <remarks>Throws <see cref="DependencyUnavailableException"/> when the server does not answer.</remarks>
public interface IOdooDatabases
{
    /// <summary>
    /// Ends what an attempt before has left working with the instance's rights. Only for whoever is at the instance: it would end a backup.
    /// </summary>
    Task EndLeftoversAsync(DatabaseServer server, string role, CancellationToken cancellationToken);

    /// <summary>What exists of an instance on the server. Changes nothing.</summary>
    /// <param name="password">The role's, to be compared with what the server knows; null: not compared.</param>
    Task<DatabaseObservation> ObserveAsync(
        DatabaseServer server, string database, string role, string? password, CancellationToken cancellationToken);

    /// <summary>
    /// Those of the roles that can log in to their databases, as far as rights, limits and owners say. One question for all, for rounds that
    /// look at many.
    /// </summary>
    Task<IReadOnlySet<string>> IntactAsync(
        DatabaseServer server, IReadOnlyCollection<InstanceLogin> logins, CancellationToken cancellationToken);

    /// <summary>All databases and roles on the server whose names are those of instances, this platform's or another's.</summary>
    Task<IReadOnlyList<NamedObject>> ListNamedAsync(DatabaseServer server, CancellationToken cancellationToken);

    /// <summary>False while the server is known not to answer; it is asked again from time to time.</summary>
    bool IsAnswering(DatabaseServer server);

    /// <summary>The template when it is complete; null when it has to be built.</summary>
    Task<OdooTemplate?> FindTemplateAsync(DatabaseServer server, TemplateSpec spec, CancellationToken cancellationToken);

    /// <summary>
    /// Builds the template once, whoever asks and however many at the same time: others wait for the builder, and a dead builder's
    /// remains are removed. Built in one-shot containers; nothing of it can log in afterwards.
    /// </summary>
    /// <param name="patience">How long to wait for another who builds it.</param>
    /// <exception cref="WaitingException">Another is still at it.</exception>
    /// <exception cref="RefusedException">
    /// Codes <c>unknown_modules</c>, <c>module_disabled</c>, <c>image_not_found</c>, <c>template_failed</c>.
    /// </exception>
    Task<OdooTemplate> EnsureTemplateAsync(
        DatabaseServer server, TemplateSpec spec, TimeSpan patience, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>
    /// A login role that can neither create databases nor roles, with this password and a connection limit. Its database, if it is there
    /// already, belongs to it and lets it in.
    /// </summary>
    /// <exception cref="RefusedException">Code <c>database_owner</c>: a database of that name is somebody else's.</exception>
    Task EnsureRoleAsync(DatabaseServer server, string database, string role, string password, CancellationToken cancellationToken);

    /// <summary>Clones the template; the database and everything in it belong to the role, and nobody else may connect.</summary>
    /// <exception cref="RefusedException">Code <c>database_owner</c>: a database of that name is somebody else's. It is left alone.</exception>
    Task EnsureDatabaseAsync(
        DatabaseServer server, string database, string role, OdooTemplate template, CancellationToken cancellationToken);

    /// <summary>The hash that this version of Odoo stores; slow on purpose, and worked out on a thread of its own.</summary>
    /// <param name="generated">A long random password needs no slow hash.</param>
    Task<string> HashPasswordAsync(string odooVersion, string password, bool generated);

    /// <summary>Makes the clone the customer's own, in one transaction, before its first start; leaves a marker with the instance's id.</summary>
    Task InitializeDatabaseAsync(DatabaseServer server, string database, DatabaseInitialization values, CancellationToken cancellationToken);

    /// <summary>Writes the address under which customers reach the instance, and the one under which it reaches itself.</summary>
    /// <returns>False when the database does not let it be written, which is the customer's doing and keeps nobody from starting it.</returns>
    Task<bool> ChangeAddressAsync(DatabaseServer server, string database, Uri baseUrl, CancellationToken cancellationToken);

    /// <summary>Names of the modules installed in an instance's database.</summary>
    Task<IReadOnlyList<string>> InstalledModulesAsync(DatabaseServer server, string database, CancellationToken cancellationToken);

    /// <summary>Ends its connections and drops it.</summary>
    /// <exception cref="RefusedException">Code <c>database_owner</c>: it is somebody else's. It is left alone.</exception>
    Task DropDatabaseAsync(DatabaseServer server, string database, string role, CancellationToken cancellationToken);

    /// <summary>Nobody can log in as it afterwards; what strangers granted it is taken away.</summary>
    Task DropRoleAsync(DatabaseServer server, string role, CancellationToken cancellationToken);
}

/// <summary>A role and the database it is for.</summary>
public sealed record InstanceLogin(string Role, string Database);

/// <param name="RoleExists">And can log in as it should.</param>
/// <param name="StrangeOwner">Who owns a database of the name that is not known as the instance's.</param>
public sealed record DatabaseObservation(bool RoleExists, bool DatabaseExists, bool Initialized, string? StrangeOwner = null)
{
    /// <summary>Role and database, thing by thing, that <see cref="RoleExists"/> sums up.</summary>
    public IReadOnlyList<DriftLine> Lines { get; init; } = [];

    /// <summary>Its parts are the lines': two that say the same are equal.</summary>
    public bool Equals(DatabaseObservation? other) => other is not null
        && (RoleExists, DatabaseExists, Initialized, StrangeOwner) == (other.RoleExists, other.DatabaseExists, other.Initialized, other.StrangeOwner);

    public override int GetHashCode() => HashCode.Combine(RoleExists, DatabaseExists, Initialized, StrangeOwner);
}

/// <summary>A database or role with an instance's name.</summary>
/// <param name="ShortId">The end of that instance's id, as names have it.</param>
public sealed record NamedObject(FindingKind Kind, string Name, string ShortId);

/// <summary>What a template holds; equal specs share one template.</summary>
/// <param name="OdooVersion"><c>19.0</c>.</param>
/// <param name="Image">Reference of the image (<c>odoo:19.0</c>).</param>
/// <param name="ImageId">Content id: a new image under the same name gets a template of its own.</param>
/// <param name="Modules">Modules to install besides base.</param>
/// <param name="DisabledModules">Modules that must not be installed.</param>
public sealed record TemplateSpec(
    string OdooVersion,
    string Image,
    string ImageId,
    bool DemoData,
    IReadOnlyList<string> Modules,
    IReadOnlyList<string> DisabledModules);

/// <param name="Database">Name of the template database.</param>
/// <param name="Owner">Role (no login) that owns the objects in it.</param>
/// <param name="Volume">Volume that holds its filestore under <c>filestore/{Database}</c>.</param>
public sealed record OdooTemplate(string Database, string Owner, string Volume);

/// <param name="InstanceId">Written as the marker.</param>
/// <param name="Login">The administrator's login and e-mail.</param>
/// <param name="PasswordHash">From <see cref="IOdooDatabases.HashPasswordAsync"/>.</param>
/// <param name="BaseUrl">Where customers reach the instance.</param>
public sealed record DatabaseInitialization(Guid InstanceId, string OdooVersion, string Login, string PasswordHash, Uri BaseUrl, DateTimeOffset Now);
