using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

/// <summary>The pipeline's transaction and savepoint, around handlers that end in every way.</summary>
public sealed class UnitOfWorkTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private static readonly Error Refused = Error.Conflict("planted.refused", "Refused.");

    [Theory]
    [InlineData(Ending.Success, false, 1, "succeeded")]
    [InlineData(Ending.Refusal, false, 0, "refused")]
    [InlineData(Ending.RefusalAfterViolation, false, 0, "refused")]
    [InlineData(Ending.Exception, false, 0, null)]
    [InlineData(Ending.Success, true, 1, "succeeded")]
    [InlineData(Ending.Refusal, true, 1, "refused")]
    [InlineData(Ending.Exception, true, 0, null)]
    public async Task Outcome_of_the_handler_commits_or_rolls_back_effect_and_audit_entry(Ending ending, bool counts, int effects, string? recorded)
    {
        var word = Guid.CreateVersion7().ToString();
        await using var host = Host();
        await using var scope = host.Services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        Func<Task<Result>> send = counts ? () => mediator.Send(new Counting(word, ending)) : () => mediator.Send(new Plain(word, ending));
        var before = await EntriesAsync();

        if (ending is Ending.Exception)
            (await Should.ThrowAsync<InvalidOperationException>(send)).Message.ShouldBe("planted");
        else
            (await send()).IsFailure.ShouldBe(ending is not Ending.Success);

        (await EffectsAsync(word)).ShouldBe(effects);
        var entries = await EntriesAsync();
        entries.Skip(before.Count).ShouldBe(recorded is null ? [] : [recorded]);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        db.Database.CurrentTransaction.ShouldBeNull();
        if (ending is Ending.Refusal or Ending.RefusalAfterViolation && !counts)
            db.ChangeTracker.Entries().ShouldBeEmpty();
    }

    [Fact]
    public async Task Command_after_a_refused_one_saves_nothing_that_was_rolled_back()
    {
        var (refused, done) = (Guid.CreateVersion7().ToString(), Guid.CreateVersion7().ToString());
        await using var host = Host();
        await using var scope = host.Services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();

        (await mediator.Send(new Plain(refused, Ending.Refusal))).IsFailure.ShouldBeTrue();
        (await mediator.Send(new Plain(done, Ending.Success))).IsFailure.ShouldBeFalse();

        (await EffectsAsync(refused), await EffectsAsync(done)).ShouldBe((0, 1));
    }

    [Fact]
    public async Task Failure_in_a_savepoint_rolls_back_to_it_and_keeps_the_rest_of_the_transaction()
    {
        var (kept, undone) = (Guid.CreateVersion7().ToString(), Guid.CreateVersion7().ToString());
        await using var db = api.Database.NewDb();

        var answer = await db.InTransactionAsync(
            async token =>
            {
                await InsertAsync(db, kept, token);
                await Should.ThrowAsync<UniqueConstraintException>(() => db.InSavepointAsync(
                    async inner =>
                    {
                        await InsertAsync(db, undone, inner);
                        await InsertAsync(db, undone, inner);
                    },
                    token));
                return "went on";
            },
            CancellationToken.None);

        answer.ShouldBe("went on");
        (await EffectsAsync(kept), await EffectsAsync(undone)).ShouldBe((1, 0));
        db.ChangeTracker.Entries().ShouldBeEmpty();
        await Should.ThrowAsync<InvalidOperationException>(() => db.InSavepointAsync(_ => Task.CompletedTask, CancellationToken.None));
    }

    [Fact]
    public async Task Exception_in_a_transaction_rolls_it_back()
    {
        var word = Guid.CreateVersion7().ToString();
        await using var db = api.Database.NewDb();

        await Should.ThrowAsync<InvalidOperationException>(() => db.InTransactionAsync(
            async token =>
            {
                await InsertAsync(db, word, token);
                throw new InvalidOperationException("planted");
            },
            CancellationToken.None));

        (await EffectsAsync(word)).ShouldBe(0);
        db.Database.CurrentTransaction.ShouldBeNull();
    }

    private PlatformApi Host() => api.With(b => b.ConfigureTestServices(services => services
        .AddScoped<IRequestHandler<Plain, Result>, PlainHandler>()
        .AddScoped<IRequestHandler<Counting, Result>, CountingHandler>()));

    private async Task<int> EffectsAsync(string word)
    {
        await using var db = api.Database.NewDb();
        var hash = Hash(word);
        return await db.UnknownLogins.CountAsync(u => u.EmailHash == hash);
    }

    private async Task<List<string>> EntriesAsync()
    {
        await using var db = api.Database.NewDb();
        return await db.Database.SqlQuery<string>(
            $"select outcome as \"Value\" from audit_entries where action in ('plain', 'counting') order by at, id").ToListAsync();
    }

    private static byte[] Hash(string word) => SHA256.HashData(Encoding.UTF8.GetBytes(word));

    // Through the change tracker, so that what it remembers is looked at as well.
    private static async Task InsertAsync(IAppDb db, string word, CancellationToken cancellationToken)
    {
        var row = (Domain.Sessions.UnknownLogin)Activator.CreateInstance(typeof(Domain.Sessions.UnknownLogin), nonPublic: true)!;
        var entry = db.UnknownLogins.Entry(row);
        entry.Property(u => u.EmailHash).CurrentValue = Hash(word);
        db.ChangeTracker.Clear();
        db.UnknownLogins.Add(row);
        await db.SaveChangesAsync(cancellationToken);
    }

    public enum Ending
    {
        Success,
        Refusal,
        RefusalAfterViolation,
        Exception,
    }

    private sealed record Plain(string Word, Ending Ending) : ICommand;

    private sealed record Counting(string Word, Ending Ending) : ICommand, ICountsFailures;

    private sealed class PlainHandler(IAppDb db) : IRequestHandler<Plain, Result>
    {
        public Task<Result> Handle(Plain request, CancellationToken cancellationToken) => EndAsync(db, request.Word, request.Ending, cancellationToken);
    }

    private sealed class CountingHandler(IAppDb db) : IRequestHandler<Counting, Result>
    {
        public Task<Result> Handle(Counting request, CancellationToken cancellationToken) => EndAsync(db, request.Word, request.Ending, cancellationToken);
    }

    private static async Task<Result> EndAsync(IAppDb db, string word, Ending ending, CancellationToken cancellationToken)
    {
        await InsertAsync(db, word, cancellationToken);
        if (ending is Ending.Exception)
            throw new InvalidOperationException("planted");
        if (ending is Ending.RefusalAfterViolation)
            await Should.ThrowAsync<UniqueConstraintException>(() => InsertAsync(db, word, cancellationToken));
        return ending is Ending.Success ? Result.Success : Refused;
    }
}
