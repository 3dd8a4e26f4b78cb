using System.Text.Json;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Domain.Tests.Tenants;

public sealed class TenantTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly CustomerId Owner = new(Guid.Parse("0193b000-0000-7000-8000-000000000001"));

    // The table of domain.md, whole.
    public static TheoryData<TenantStatus, TenantAction, TenantStatus?> Table => new()
    {
        { TenantStatus.Provisioning, TenantAction.Activate, TenantStatus.Active },
        { TenantStatus.Provisioning, TenantAction.Suspend, null },
        { TenantStatus.Provisioning, TenantAction.Terminate, TenantStatus.Terminated },
        { TenantStatus.Active, TenantAction.Activate, TenantStatus.Active },
        { TenantStatus.Active, TenantAction.Suspend, TenantStatus.Suspended },
        { TenantStatus.Active, TenantAction.Terminate, TenantStatus.Terminated },
        { TenantStatus.Suspended, TenantAction.Activate, TenantStatus.Active },
        { TenantStatus.Suspended, TenantAction.Suspend, TenantStatus.Suspended },
        { TenantStatus.Suspended, TenantAction.Terminate, TenantStatus.Terminated },
        { TenantStatus.Terminated, TenantAction.Activate, null },
        { TenantStatus.Terminated, TenantAction.Suspend, null },
        { TenantStatus.Terminated, TenantAction.Terminate, TenantStatus.Terminated },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_pair_of_status_and_action_is_settled(TenantStatus from, TenantAction action, TenantStatus? to) =>
        TenantTransitions.Next(from, action).ShouldBe(to);

    [Fact]
    public void The_table_names_every_pair() =>
        Table.Count.ShouldBe(Enum.GetValues<TenantStatus>().Length * Enum.GetValues<TenantAction>().Length);

    [Fact]
    public void A_new_tenant_is_active_at_once_and_announced()
    {
        var tenant = Open();
        tenant.Status.ShouldBe(TenantStatus.Active);
        tenant.Events.ShouldBe([new TenantCreated(tenant.Id, Owner, Now)]);
    }

    [Fact]
    public void Each_change_of_status_is_announced_once()
    {
        var tenant = Open();
        tenant.ClearEvents();
        tenant.Suspend(Now).IsFailure.ShouldBeFalse();
        tenant.Suspend(Now).IsFailure.ShouldBeFalse();
        tenant.Activate(Now).IsFailure.ShouldBeFalse();
        tenant.Activate(Now).IsFailure.ShouldBeFalse();
        tenant.Terminate(liveInstances: 0, Now).IsFailure.ShouldBeFalse();
        tenant.Terminate(liveInstances: 0, Now).IsFailure.ShouldBeFalse();
        tenant.Events.ShouldBe([new TenantSuspended(tenant.Id, Now), new TenantActivated(tenant.Id, Now), new TenantTerminated(tenant.Id, Now)]);
    }

    [Fact]
    public void Only_who_suspended_a_tenant_lifts_that_and_it_is_active_when_nobody_is_left()
    {
        var tenant = Open();
        tenant.Suspend(Now, TenantSuspension.Operator);
        tenant.ClearEvents();
        var refused = tenant.Activate(Now, TenantSuspension.Owner).Error;
        (refused.Kind, refused.Code).ShouldBe((ErrorKind.Conflict, "tenant.suspended_otherwise"));
        refused.Details["suspended_by"].ShouldBe(new List<string> { "operator" });

        tenant.Suspend(Now, TenantSuspension.Owner).IsFailure.ShouldBeFalse();
        tenant.Suspend(Now, TenantSuspension.Billing).IsFailure.ShouldBeFalse();
        tenant.Activate(Now, TenantSuspension.Operator).IsFailure.ShouldBeFalse();
        tenant.Activate(Now, TenantSuspension.Owner).IsFailure.ShouldBeFalse();
        (tenant.Status, string.Join(' ', tenant.SuspendedBy)).ShouldBe((TenantStatus.Suspended, "billing"));
        tenant.Events.ShouldBeEmpty();
        tenant.Activate(Now, TenantSuspension.Billing).IsFailure.ShouldBeFalse();
        (tenant.Status, tenant.SuspendedBy.Count).ShouldBe((TenantStatus.Active, 0));
        tenant.Events.ShouldBe([new TenantActivated(tenant.Id, Now)]);
    }

    [Fact]
    public void A_refusal_names_the_status_and_what_it_allows()
    {
        var tenant = Open();
        tenant.Terminate(liveInstances: 0, Now);
        var error = tenant.Activate(Now).Error;
        error.Code.ShouldBe("tenant.action_not_allowed");
        error.Details["tenant_status"].ShouldBe("terminated");
        error.Details["allowed_actions"].ShouldBe(new[] { "terminate" });
    }

    [Fact]
    public void A_tenant_with_live_instances_is_not_terminated()
    {
        var tenant = Open();
        var error = tenant.Terminate(liveInstances: 2, Now).Error;
        (error.Kind, error.Code, error.Details["live_instances"]).ShouldBe((ErrorKind.Conflict, "tenant.has_live_instances", 2));
        tenant.Status.ShouldBe(TenantStatus.Active);
    }

    [Fact]
    public void An_update_that_is_refused_changes_nothing()
    {
        var tenant = Open();
        var refused = tenant.Update("", "not a host", Json("""{"a":"\u0000"}"""), Now.AddHours(1));
        refused.Error.Fields.Keys.ShouldBe(["name", "custom_domain", "metadata"], ignoreOrder: true);
        (tenant.Name, tenant.CustomDomain, tenant.UpdatedAt).ShouldBe(("Acme", null, Now));
    }

    [Fact]
    public void A_terminated_tenant_keeps_its_description()
    {
        var tenant = Open();
        tenant.Terminate(liveInstances: 0, Now);
        tenant.Update("New", null, null, Now).Error.Code.ShouldBe("tenant.terminated");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("<img src=x>")]
    [InlineData("a\r\nb")]
    [InlineData("a\u202eb")]
    public void Hostile_names_are_refused(string name) =>
        Tenant.Open(Owner, name, null, null, Now).Error.Fields.Keys.ShouldBe(["name"]);

    private static Tenant Open() => Tenant.Open(Owner, " Acme ", null, null, Now).Value;

    private static Dictionary<string, JsonElement> Json(string json) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;
}
