using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Api.Tests.Http.Idempotency;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Sessions;

/// <summary>Answers that must not tell by their time whether there is an account.</summary>
public sealed class MinimumResponseTimeTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Theory]
    [InlineData("password-reset", false)]
    [InlineData("password-reset", true)]
    [InlineData("resend-verification", false)]
    [InlineData("resend-verification", true)]
    public async Task Delayed_response_waits_after_the_commit_and_holds_no_lock_or_transaction(string path, bool keyed)
    {
        var clock = new HeldClock();
        await using var host = api.With(b => b.ConfigureTestServices(s => s.AddSingleton<TimeProvider>(clock)));
        using var customer = await TestCustomer.RegisterUnverifiedAsync(host);
        await using var db = api.Database.NewDb();
        // The mail of the registration was a moment ago; another so soon is not sent.
        clock.Ahead = TimeSpan.FromHours(1);
        var mails = await MailsAsync();

        var body = new JsonObject { ["email"] = customer.Email };
        var asked = keyed
            ? customer.Http.PostKeyedAsync($"/api/v1/auth/{path}", body, KeyedRequests.NewKey())
            : customer.Http.PostAsync($"/api/v1/auth/{path}", (object)body);
        var release = await clock.Held.WaitAsync(TimeSpan.FromMinutes(1));

        asked.IsCompleted.ShouldBeFalse();
        (await MailsAsync()).ShouldBe(mails + 1);
        (await db.Database.SqlQuery<int>($"select 1 as \"Value\" from customers where id = {customer.Id} for update nowait").ToListAsync()).ShouldBe([1]);
        (await db.Database.SqlQuery<int>(
            $"""
            select count(*)::int as "Value" from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in transaction%'
            """).SingleAsync()).ShouldBe(0);
        asked.IsCompleted.ShouldBeFalse();

        release();
        using var answer = await asked;
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        Task<int> MailsAsync() => db.Mails.CountAsync();
    }

    /// <summary>For stopwatches no time goes by, and who would wait for the time of an answer waits for the test.</summary>
    private sealed class HeldClock : TimeProvider
    {
        private readonly TaskCompletionSource<Action> held = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TimeSpan Ahead { get; set; }

        /// <summary>Lets the answer go.</summary>
        public Task<Action> Held => held.Task;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != TimeSpan.FromMilliseconds(250))
                return base.CreateTimer(callback, state, dueTime, period);

            var timer = base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            held.TrySetResult(() => timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
            return timer;
        }
    }
}
