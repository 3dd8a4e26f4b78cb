using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Backups.Proofs;

/// <summary>How often is a matter of the plan.</summary>
public sealed class ProofPlanTests : ProofTest
{
    [Fact]
    public async Task Plan_that_is_not_proven_has_no_proofs_and_all_others_as_often_as_is_said()
    {
        var id = await BackedUpAsync();
        await SubscribeAsync();
        Host.Advance(Defaults.FirstAfter);
        Host.Runtime.Calls.Clear();
        (await RunAsync()).ShouldBeTrue();
        Host.Runtime.Calls.ShouldBeEmpty();

        await Host.ExecuteAsync("delete from trials; delete from subscriptions");
        Host.Advance(Defaults.Recheck);
        (await RunAsync()).ShouldBeTrue();
        (await BackupsAsync(id)).Single().Proof.ShouldBe(ProofLevel.Booted);
        (await ProofAsync(id)).DueAt.ShouldBe(Host.Clock.Now.AddDays(3));
    }

    private protected override OperationHost Open() =>
        new(Database, settings: [("Backups:Proofs:Every", "3.00:00:00"), ("Backups:Proofs:Plans:basic", "00:00:00")]);
}
