using System.Text.Json;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Instances;

/// <summary>What can be changed later as well.</summary>
public sealed record InstanceSettings(
    string Name,
    string? Description,
    InstanceType InstanceType,
    ResourceLimits Limits,
    List<string> CustomAddons,
    List<string> DisabledModules,
    Dictionary<string, string> EnvironmentVars,
    Dictionary<string, JsonElement> Metadata)
{
    /// <summary><see cref="EnvironmentVars"/> as they are stored: encrypted, null without any. Equal text means nothing has changed.</summary>
    public string? ProtectedVars { get; init; }

    public static Result<InstanceSettings> Create(InstanceSettingsInput input)
    {
        var errors = new Errors();
        var name = errors.Take(PlainName.Create("name", input.Name, Instance.NameMaxLength));
        var description = errors.Take(Text.Optional("description", input.Description, Instance.DescriptionMaxLength, multiline: true));
        var limits = errors.Take(ResourceLimits.Create(input.CpuLimit, input.MemoryLimit, input.StorageLimit));
        var addons = errors.Take(ModuleNames.Create("custom_addons", input.CustomAddons));
        var disabled = errors.Take(ModuleNames.Create("disabled_modules", input.DisabledModules));
        var variables = errors.Take(EnvironmentVariables.Create(input.EnvironmentVars));
        var metadata = input.Metadata ?? [];

        if (addons is not null && disabled is not null && addons.Intersect(disabled, StringComparer.Ordinal).FirstOrDefault() is { } both)
            errors.Take(Result.Failure(Error.Invalid("disabled_modules", "instance.module_contradiction", $"{both} is also in custom_addons.")));
        errors.Take(JsonMetadata.Check("metadata", metadata));

        return errors.Any
            ? errors.ToError()
            : new InstanceSettings(name!, description, input.InstanceType, limits!, addons!, disabled!, variables!, metadata);
    }
}

/// <summary>The settings as they were sent.</summary>
public sealed record InstanceSettingsInput(
    string? Name,
    string? Description,
    InstanceType InstanceType,
    decimal CpuLimit,
    string? MemoryLimit,
    string? StorageLimit,
    IReadOnlyList<string?>? CustomAddons,
    IReadOnlyList<string?>? DisabledModules,
    IReadOnlyDictionary<string, string?>? EnvironmentVars,
    Dictionary<string, JsonElement>? Metadata);

/// <summary>A checked request for an instance: everything that is fixed at its birth, and its first settings.</summary>
public sealed record NewInstance(
    InstanceSettings Settings, string OdooVersion, string AdminEmail, string DatabaseName, string Subdomain, bool DemoData)
{
    /// <summary>Gathers what is wrong with every field.</summary>
    /// <param name="versions">The Odoo versions on offer.</param>
    /// <param name="subdomain">Null: made from the database name.</param>
    public static Result<NewInstance> Create(
        InstanceSettingsInput settings,
        string? odooVersion,
        string? adminEmail,
        string? databaseName,
        string? subdomain,
        bool demoData,
        IReadOnlyCollection<string> versions)
    {
        var errors = new Errors();
        var checkedSettings = errors.Take(InstanceSettings.Create(settings));
        var version = errors.Take(Version(odooVersion, versions));
        var email = errors.Take(Customers.Email.Create("admin_email", adminEmail));
        var database = Instances.DatabaseName.Create(databaseName);
        errors.Take(database);

        var label = subdomain is not null ? Instances.Subdomain.Create(subdomain)
            : database.IsFailure ? ""
            : Instances.Subdomain.From(database.Value);
        errors.Take(label);

        return errors.Any
            ? errors.ToError()
            : new NewInstance(checkedSettings!, version!, email!.Value, database.Value, label.Value, demoData);
    }

    private static Result<string> Version(string? version, IReadOnlyCollection<string> versions) =>
        version is not null && versions.Contains(version, StringComparer.Ordinal)
            ? version
            : Error.Invalid("odoo_version", "instance.version_unavailable", $"Choose one of: {string.Join(", ", versions)}.");
}
