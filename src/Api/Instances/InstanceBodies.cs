using System.Text.Json;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Api.Instances;

/// <summary>The request for an instance, field for field as the first system took it.</summary>
/// <param name="OdooVersion">One of the versions on offer, such as <c>19.0</c>.</param>
/// <param name="CpuLimit">Cores, 0.1 to 8.0.</param>
/// <param name="MemoryLimit"><c>512M</c>, <c>2G</c>; at least 256M.</param>
/// <param name="StorageLimit"><c>10G</c>; at least 1G. Recorded and reported; the container engine does not enforce it.</param>
/// <param name="AdminPassword">8 to 128 characters; when left out one is made, and shown once by the credentials endpoint.</param>
/// <param name="DatabaseName">1 to 50 lower-case letters, digits and underscores, beginning with a letter; unique in the tenant.</param>
/// <param name="Subdomain">3 to 50 characters, unique on the platform; made from the database name when left out.</param>
/// <param name="CustomAddons">Technical names of modules to install.</param>
/// <param name="DisabledModules">Technical names of modules that must not be installed.</param>
internal sealed record InstanceBody(
    TenantId TenantId,
    string Name,
    string OdooVersion,
    string AdminEmail,
    string DatabaseName,
    string? Description = null,
    InstanceType InstanceType = InstanceDefaults.Type,
    decimal CpuLimit = InstanceDefaults.CpuLimit,
    string MemoryLimit = InstanceDefaults.MemoryLimit,
    string StorageLimit = InstanceDefaults.StorageLimit,
    string? AdminPassword = null,
    bool DemoData = false,
    string? Subdomain = null,
    List<string?>? CustomAddons = null,
    List<string?>? DisabledModules = null,
    Dictionary<string, string?>? EnvironmentVars = null,
    Dictionary<string, JsonElement>? Metadata = null)
{
    public CreateInstance ToCommand() => new(
        TenantId,
        new InstanceSettingsInput(
            Name, Description, InstanceType, CpuLimit, MemoryLimit, StorageLimit, CustomAddons, DisabledModules, EnvironmentVars, Metadata),
        OdooVersion, AdminEmail, AdminPassword, DatabaseName, Subdomain, DemoData);

    // A record prints all its members; this one holds a password.
    public override string ToString() => nameof(InstanceBody);
}

/// <summary>What may change: what is left out stays, null sets the default.</summary>
internal sealed record InstanceChangeBody(
    Optional<string> Name = default,
    Optional<string> Description = default,
    Optional<InstanceType?> InstanceType = default,
    Optional<decimal?> CpuLimit = default,
    Optional<string> MemoryLimit = default,
    Optional<string> StorageLimit = default,
    Optional<List<string?>> CustomAddons = default,
    Optional<List<string?>> DisabledModules = default,
    Optional<Dictionary<string, string?>> EnvironmentVars = default,
    Optional<Dictionary<string, JsonElement>> Metadata = default)
{
    public InstanceChange ToChange() => new(
        Name, Description, InstanceType, CpuLimit, MemoryLimit, StorageLimit, CustomAddons, DisabledModules, EnvironmentVars, Metadata);
}

/// <param name="Parameters">Only of backup and restore.</param>
internal sealed record ActionBody(InstanceAction Action, ActionParameters? Parameters = null)
{
    /// <summary>What to send, or which parameters the action does not take.</summary>
    public Result<ICommand<OperationDto>> ToCommand(InstanceId id)
    {
        var (backup, note, errors) = (Parameters?.BackupId, Parameters?.Note, new Errors());
        if (backup is not null && Action != InstanceAction.Restore)
            errors.Take(NotTaken("backup_id"));
        if (note is not null && Action != InstanceAction.Backup)
            errors.Take(NotTaken("note"));
        if (errors.Any)
            return errors.ToError();

        return Result<ICommand<OperationDto>>.From(Action switch
        {
            InstanceAction.Terminate => new TerminateInstance(id),
            InstanceAction.Backup => new BackUpInstance(id, note),
            InstanceAction.Restore => new RestoreBackup(backup, id),
            InstanceAction.Reactivate => new ReactivateInstance(id),
            _ => new ActOnInstance(id, Action),
        });
    }

    private Result NotTaken(string parameter) =>
        Error.Invalid($"parameters.{parameter}", "instance.parameter_not_taken", $"{EnumText<InstanceAction>.Of(Action)} takes no {parameter}.");
}

/// <param name="BackupId">Of restore: one of the instance's backups.</param>
/// <param name="Note">Of backup: what you say about it, at most 200 characters.</param>
internal sealed record ActionParameters(BackupId? BackupId = null, string? Note = null);

/// <param name="Status">Of the operation: <c>queued</c>.</param>
internal sealed record ActionAccepted(
    InstanceId InstanceId, InstanceAction Action, OperationStatus Status, string Message, OperationId OperationId, DateTimeOffset Timestamp);
