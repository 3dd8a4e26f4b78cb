using System.Text.Json;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Domain.Tenants;

/// <summary>A customer's workspace: it holds instances and has one subscription, whose plan says how many and how large.</summary>
public sealed partial class Tenant : AggregateRoot
{
    public const int NameMaxLength = 100;

    /// <summary>Of one account, those that are not terminated.</summary>
    public const int MaxPerCustomer = 50;

    /// <summary>Opened for one account within <see cref="OpeningWindow"/>, those that were terminated since included.</summary>
    public const int MaxOpened = 100;
    public static readonly TimeSpan OpeningWindow = TimeSpan.FromDays(1);

    private Tenant()
    {
    }

    public TenantId Id { get; private set; }

    /// <summary>The account that pays: always one of the owners.</summary>
    public CustomerId CustomerId { get; private set; }
    public string Name { get; private set; } = "";
    public TenantStatus Status { get; private set; }

    /// <summary>From before domains were refused. Shown to nobody: it was never proven to be the customer's.</summary>
    public string? CustomDomain { get; private set; }
    public Dictionary<string, JsonElement> Metadata { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Who suspended it, in words of <see cref="TenantSuspension"/>; it is active when nobody is left.</summary>
    public List<string> SuspendedBy { get; private set; } = [];

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

    /// <summary>A domain can be claimed only by proof, which needs the gateway. Without one nobody may say that a domain is theirs.</summary>
    public static Result CheckCustomDomain(string? domain) => string.IsNullOrWhiteSpace(domain)
        ? Result.Success
        : Error.Invalid("custom_domain", "tenant.custom_domain_not_offered", "Domains of your own are not offered yet. Leave custom_domain out.");

    public Result Update(string? name, string? customDomain, Dictionary<string, JsonElement>? metadata, DateTimeOffset now) =>
        Status is TenantStatus.Terminated ? TenantErrors.Terminated : Describe(name, customDomain, metadata, now);

    public bool IsSuspendedBy(TenantSuspension by) => Status is TenantStatus.Suspended && SuspendedBy.Contains(EnumText<TenantSuspension>.Of(by));

    /// <summary>Lifts the suspension that <paramref name="by"/> set. The tenant is active when it was the last; others are theirs to lift.</summary>
    public Result Activate(DateTimeOffset now, TenantSuspension by = TenantSuspension.Owner)
    {
        var word = EnumText<TenantSuspension>.Of(by);
        var left = SuspendedBy.Where(s => s != word).ToList();
        if (Status is TenantStatus.Suspended && left.Count > 0)
        {
            if (left.Count < SuspendedBy.Count)
                return Keep(left, now);
            return left is [var only] && only == EnumText<TenantSuspension>.Of(TenantSuspension.Billing)
                ? TenantErrors.PaymentRequired
                : TenantErrors.SuspendedOtherwise(left);
        }

        var activated = Apply(TenantAction.Activate, new TenantActivated(Id, now), now);
        if (!activated.IsFailure)
            SuspendedBy = left;
        return activated;
    }

    /// <summary>Its instances are suspended by the event's consumer, with the tenant as the recorded reason.</summary>
    public Result Suspend(DateTimeOffset now, TenantSuspension by = TenantSuspension.Owner)
    {
        var word = EnumText<TenantSuspension>.Of(by);
        var suspended = Apply(TenantAction.Suspend, new TenantSuspended(Id, now), now);
        return suspended.IsFailure || SuspendedBy.Contains(word) ? suspended : Keep([.. SuspendedBy, word], now);
    }

    /// <param name="liveInstances">Counted under the lock on this tenant's row, so that none can be created meanwhile.</param>
    public Result Terminate(int liveInstances, DateTimeOffset now) => liveInstances > 0
        ? TenantErrors.HasLiveInstances(liveInstances)
        : Apply(TenantAction.Terminate, new TenantTerminated(Id, now), now);

    private Result Keep(List<string> suspendedBy, DateTimeOffset now)
    {
        (SuspendedBy, UpdatedAt) = (suspendedBy, now);
        return Result.Success;
    }

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
        errors.Take(CheckCustomDomain(customDomain));
        // What it has already was taken by the rules of its time.
        if (!ReferenceEquals(metadata, Metadata))
            errors.Take(JsonMetadata.Check("metadata", metadata));
        if (errors.Any)
            return errors.ToError();

        (Name, Metadata, UpdatedAt) = (checkedName!, metadata ?? [], now);
        return Result.Success;
    }
}
