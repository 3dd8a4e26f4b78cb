using System.Text.Json;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Domain.Tenants;

/// <summary>A customer's workspace: it holds instances and has one subscription, whose plan says how many and how large.</summary>
public sealed partial class Tenant : AggregateRoot
{
    public const int NameMaxLength = 100;

    private Tenant()
    {
    }

    public TenantId Id { get; private set; }

    /// <summary>The account that pays: always one of the owners.</summary>
    public CustomerId CustomerId { get; private set; }
    public string Name { get; private set; } = "";
    public TenantStatus Status { get; private set; }
    public string? CustomDomain { get; private set; }
    public Dictionary<string, JsonElement> Metadata { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }

    public static Result<Tenant> Open(
        CustomerId customer, string? name, string? customDomain, Dictionary<string, JsonElement>? metadata, DateTimeOffset now)
    {
        var tenant = new Tenant { Id = NewId.Of<TenantId>(now), CustomerId = customer, Status = TenantStatus.Active, CreatedAt = now };
        var described = tenant.Describe(name, customDomain, metadata, now);
        if (described.IsFailure)
            return described.Error;

        tenant.members.Add(new TenantMember(tenant.Id, customer, TenantRole.Owner, now));
        tenant.Raise(new TenantCreated(tenant.Id, customer, now));
        return tenant;
    }

    public Result Update(string? name, string? customDomain, Dictionary<string, JsonElement>? metadata, DateTimeOffset now) =>
        Status is TenantStatus.Terminated ? TenantErrors.Terminated : Describe(name, customDomain, metadata, now);

    public Result Activate(DateTimeOffset now) => Apply(TenantAction.Activate, new TenantActivated(Id, now), now);

    /// <summary>Its instances are suspended by the event's consumer, with the tenant as the recorded reason.</summary>
    public Result Suspend(DateTimeOffset now) => Apply(TenantAction.Suspend, new TenantSuspended(Id, now), now);

    /// <param name="liveInstances">Counted under the lock on this tenant's row, so that none can be created meanwhile.</param>
    public Result Terminate(int liveInstances, DateTimeOffset now) => liveInstances > 0
        ? TenantErrors.HasLiveInstances(liveInstances)
        : Apply(TenantAction.Terminate, new TenantTerminated(Id, now), now);

    private Result Apply(TenantAction action, DomainEvent happened, DateTimeOffset now)
    {
        if (TenantTransitions.Next(Status, action) is not { } next)
            return TenantErrors.ActionNotAllowed(Status, action);
        if (next == Status)
            return Result.Success;

        (Status, UpdatedAt) = (next, now);
        Raise(happened);
        return Result.Success;
    }

    private Result Describe(string? name, string? customDomain, Dictionary<string, JsonElement>? metadata, DateTimeOffset now)
    {
        var errors = new Errors();
        var checkedName = errors.Take(PlainName.Create("name", name, NameMaxLength));
        var checkedDomain = errors.Take(HostName.Optional("custom_domain", customDomain));
        errors.Take(JsonMetadata.Check("metadata", metadata));
        if (errors.Any)
            return errors.ToError();

        (Name, CustomDomain, Metadata, UpdatedAt) = (checkedName!, checkedDomain, metadata ?? [], now);
        return Result.Success;
    }
}
