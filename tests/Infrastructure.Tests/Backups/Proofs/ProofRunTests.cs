using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Infrastructure.Backups.Proofs;

namespace SaaSOdoo.Infrastructure.Tests.Backups.Proofs;

/// <summary>When backups are tried out, what becomes of it, and that nothing stays: with the outside world in memory.</summary>
public sealed class ProofRunTests : ProofTest
{
    [Fact]
    public async Task Newest_backup_is_proven_when_it_is_due_and_nothing_of_the_trial_is_left()
    {
        var id = await BackedUpAsync();
        (await RunAsync()).ShouldBeFalse();
        Host.Advance(Defaults.FirstAfter);
        (await RunAsync()).ShouldBeTrue();

        var proven = (await BackupsAsync(id)).Single();
        (proven.Proof, proven.ProofAt, proven.ProofErrorCode).ShouldBe((ProofLevel.Booted, Host.Clock.Now, null));
        await ShouldBeAloneAsync(id);
        await BackUpAsync(id);
        Host.Advance(Defaults.Every - TimeSpan.FromMinutes(1));
        (await RunAsync()).ShouldBeFalse();
        Host.Advance(TimeSpan.FromMinutes(1));
        (await RunAsync()).ShouldBeTrue();
        (await BackupsAsync(id)).ShouldAllBe(b => b.Proof == ProofLevel.Booted);

        // Without a new backup there is nothing to try; one is met within a day.
        Host.Advance(Defaults.Every);
        Host.Runtime.Calls.Clear();
        (await RunAsync()).ShouldBeTrue();
        Host.Runtime.Calls.ShouldBeEmpty();
        await BackUpAsync(id);
        Host.Advance(Defaults.Recheck);
        (await RunAsync()).ShouldBeTrue();
        (await BackupsAsync(id))[^1].Proof.ShouldBe(ProofLevel.Booted);
    }

    [Theory]
    [InlineData("LoadDatabase", "archive_refused", ProofLevel.Checksum)]
    [InlineData("LoadFiles", "archive_damaged", ProofLevel.Checksum)]
    [InlineData("MakeCopy", "not_neutralised", ProofLevel.Restored)]
    [InlineData("Boot", "not_booted", ProofLevel.Restored)]
    public async Task Backup_that_does_not_pass_says_how_far_it_is_good_and_its_owner_is_told_once(string call, string code, ProofLevel level)
    {
        var id = await BackedUpAsync();
        Host.Advance(Defaults.FirstAfter);
        Host.Runtime.Fail(call, new RefusedException(code, "It is no good."));
        await RunAsync();
        (await BackupsAsync(id)).Single().ProofAt.ShouldBeNull("one attempt may have met a server that was restarted");
        await ShouldBeAloneAsync(id);
        Host.Advance(TimeSpan.FromMinutes(2));
        (await RunAsync()).ShouldBeTrue();

        await ShouldHaveFailedAsync(id, level, code);
        (await BackupsAsync(id)).Single().ProofErrorMessage.ShouldBe(
            code == "not_booted" ? "It is no good." : "The backup could not be loaded and made ready to start.", "what PostgreSQL or a module says may be a stranger's words");
        await Host.DispatchAsync();
        (await Host.ReadAsync(db => db.Mails.CountAsync(m => m.Template == MailTemplate.BackupProofFailed))).ShouldBe(1);
        (await Host.ReadAsync(db => db.Database.SqlQuery<string>($"select payload ->> 'proof' as \"Value\" from events where name = 'backup.proof_failed'").SingleAsync()))
            .ShouldBe(EnumText<ProofLevel>.Of(level));
        var figures = (await Host.SendAsync(new GetProofFigures())).Value.Plans.ShouldHaveSingleItem();
        figures.ShouldBe(new PlanProofsDto(Plan: null, Instances: 1, NeverProven: 1, Failing: 1, OldestProofAt: null));

        // The same backup is not tried again, the next one is.
        Host.Runtime.Recover();
        await SubscribeAsync();
        await BackUpAsync(id);
        Host.Advance(Defaults.Every);
        await RunAsync();
        (await BackupsAsync(id)).Select(b => b.Proof).ShouldBe([level, ProofLevel.Booted]);
        (await Host.SendAsync(new GetProofFigures())).Value.Plans.ShouldHaveSingleItem()
            .ShouldBe(new PlanProofsDto("basic", Instances: 1, NeverProven: 0, Failing: 0, Host.Clock.Now));
    }

    [Fact]
    public async Task Other_contents_than_the_manifest_says_and_other_bytes_than_were_stored_do_not_pass()
    {
        var id = await BackedUpAsync();
        Host.Advance(Defaults.FirstAfter);
        Host.Runtime.Contents = Host.Runtime.Contents with { Files = 3 };
        await RunTwiceAsync();
        await ShouldHaveFailedAsync(id, ProofLevel.Checksum, "contents_differ");
        (await BackupsAsync(id)).Single().ProofErrorMessage.ShouldBe("The backup was made of 0 files and the archive has 3.");

        await DueAgainAsync();
        Host.Runtime.Archives[(await BackupsAsync(id)).Single().Location!] = [1, 2, 3];
        await RunTwiceAsync();
        await ShouldHaveFailedAsync(id, ProofLevel.None, "archive_changed");

        await DueAgainAsync();
        Host.Runtime.Archives.Clear();
        await RunTwiceAsync();
        await ShouldHaveFailedAsync(id, ProofLevel.None, "archive_missing");
    }

    /// <summary>A worker that is killed at any call, before or after it took effect: the next clears away what it left, and begins anew.</summary>
    [Fact]
    public async Task Proof_goes_on_after_a_kill_at_any_call_and_leaves_nothing()
    {
        var id = await BackedUpAsync();
        Host.Advance(Defaults.FirstAfter);
        var kill = 1;
        for (var killed = true; killed; kill++)
        {
            using var process = new CancellationTokenSource();
            var calls = 0;
            Host.Runtime.Before = async (_, _) =>
            {
                if (++calls < kill)
                    return;
                await process.CancelAsync();
                throw new OperationCanceledException();
            };
            killed = !await EndsAsync(process.Token);
            Host.Runtime.Recover();
            if (killed)
            {
                (await RunAsync()).ShouldBeFalse();
                Host.Advance(TimeSpan.FromSeconds(31));
                (await RunAsync()).ShouldBeTrue();
            }

            (await BackupsAsync(id)).Single().Proof.ShouldBe(ProofLevel.Booted, $"killed at call {kill}");
            await ShouldBeAloneAsync(id);
            await DueAgainAsync();
        }

        kill.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task What_is_no_fault_of_the_backup_says_nothing_of_it_and_is_tried_again()
    {
        var id = await BackedUpAsync();
        Host.Advance(Defaults.FirstAfter);
        Host.Runtime.Fail("LoadDatabase", new DependencyUnavailableException("The database server"));
        await RunAsync();
        (await BackupsAsync(id)).Single().ProofAt.ShouldBeNull();
        await ShouldBeAloneAsync(id);

        Host.Runtime.Fail("EnsureImage", new RefusedException("image_not_found", "There is no image."));
        for (var attempt = 1; attempt < BackupProof.MostAttempts; attempt++)
        {
            Host.Advance(TimeSpan.FromHours(1));
            (await RunAsync()).ShouldBeTrue();
        }

        // Then it waits for a day.
        Host.Advance(TimeSpan.FromHours(1));
        await RunAsync();
        Host.Advance(TimeSpan.FromHours(23));
        (await RunAsync()).ShouldBeFalse();
        Host.Runtime.Recover();
        Host.Advance(TimeSpan.FromHours(1));
        (await RunAsync()).ShouldBeTrue();
        (await BackupsAsync(id)).Single().Proof.ShouldBe(ProofLevel.Booted);
    }

    [Fact]
    public async Task What_cannot_be_cleared_away_for_any_reason_gives_its_turn_to_others()
    {
        var id = await BackedUpAsync();
        Host.Advance(Defaults.FirstAfter);
        Host.Runtime.Fail("Discard", new InvalidOperationException("Device or resource busy."));
        await RunAsync();
        await RunAsync();

        var proof = await ProofAsync(id);
        (proof.Status, proof.LeaseOwner).ShouldBe((ProofStatus.Running, null));
        proof.RunAfter.ShouldBeGreaterThan(Host.Clock.Now);
    }

    [Fact]
    public async Task What_cannot_be_cleared_away_stays_on_record_until_it_can()
    {
        var id = await BackedUpAsync();
        Host.Advance(Defaults.FirstAfter);
        Host.Runtime.Fail("Discard", new DependencyUnavailableException("The database server"));
        await RunAsync();
        (await BackupsAsync(id)).Single().Proof.ShouldBe(ProofLevel.Booted);
        (await ProofAsync(id)).Status.ShouldBe(ProofStatus.Running);

        Host.Runtime.Recover();
        Host.Advance(TimeSpan.FromMinutes(1));
        (await RunAsync()).ShouldBeTrue();
        await ShouldBeAloneAsync(id);
        (await ProofAsync(id)).RunAfter.ShouldBe((await ProofAsync(id)).DueAt);
    }

    [Fact]
    public async Task Backup_that_is_deleted_meanwhile_gets_no_verdict_and_nobody_waits()
    {
        var id = await BackedUpAsync();
        Host.Advance(Defaults.FirstAfter);
        var backup = (await BackupsAsync(id)).Single();
        Host.Runtime.Before = (verb, _) => verb == "Boot" ? DeleteAsync() : Task.CompletedTask;
        await RunAsync();

        var deleted = (await BackupsAsync(id)).Single();
        (deleted.Status, deleted.Proof, deleted.ProofAt).ShouldBe((BackupStatus.Deleted, ProofLevel.None, null));
        await ShouldBeAloneAsync(id);

        async Task DeleteAsync() => await Host.InScopeAsync<Infrastructure.Persistence.AppDb>(async db =>
        {
            (await db.Backups.SingleAsync(b => b.Id == backup.Id)).Delete(Host.Clock.Now).IsFailure.ShouldBeFalse();
            await db.SaveChangesAsync();
        });
    }

    [Fact]
    public async Task Instance_that_is_terminated_is_not_proven_any_more()
    {
        var id = await BackedUpAsync();
        await Host.ActAsync(id, (i, by) => i.Terminate(by, Host.Clock.Now).Value);
        await Host.RunNextAsync();
        await Host.DispatchAsync();
        Host.Advance(Defaults.FirstAfter);
        (await RunAsync()).ShouldBeTrue();
        (await Host.ReadAsync(db => db.BackupProofs.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task One_is_under_way_at_a_time_whichever_process_asks()
    {
        await BackedUpAsync();
        await BackedUpAsync();
        Host.Advance(Defaults.FirstAfter);
        var (one, other) = (Host.Get<ProofQueue>(), Host.Another<ProofQueue>());
        var first = (await one.ClaimAsync(CancellationToken.None)).ShouldNotBeNull();
        (await other.ClaimAsync(CancellationToken.None)).ShouldBeNull();

        await Host.InScopeAsync<ProofRuns>(runs => runs.RunAsync(new(first.Id), first.Fence, CancellationToken.None));
        (await other.ClaimAsync(CancellationToken.None)).ShouldNotBeNull().Id.ShouldNotBe(first.Id);
    }

    [Fact]
    public async Task Data_of_a_proof_are_no_orphans_while_it_is_under_way_and_are_afterwards()
    {
        var id = await BackedUpAsync();
        Host.Advance(Defaults.FirstAfter);
        var proof = (await ProofAsync(id)).Id.Value;
        var labels = WorkloadSpecs.LabelsOf(proof);
        Host.Runtime.Before = async (verb, _) =>
        {
            if (verb != "Boot")
                return;
            Host.Runtime.Show("boot", ContainerStatus.Running, labels, Host.Clock.Now - TimeSpan.FromDays(1));
            Host.Runtime.ShowVolume("files", labels, Host.Clock.Now - TimeSpan.FromDays(1));
            await CollectAsync();
        };
        await RunAsync();
        (Host.Runtime.Workloads.ContainsKey("boot"), Host.Runtime.Volumes.ContainsKey("files")).ShouldBe((true, true));

        await CollectAsync();
        await ShouldBeAloneAsync(id);

        Task CollectAsync() => Host.InScopeAsync<OrphanCollector>(c => c.CollectAsync(CancellationToken.None));
    }
}
