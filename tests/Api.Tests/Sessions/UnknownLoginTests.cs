using System.Data.Common;
using System.Net;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Sessions;

public sealed class UnknownLoginTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Failed_login_is_counted_although_a_concurrent_cleanup_deletes_its_row()
    {
        var purge = new PurgeInBetween(api);
        await using var host = api.With(b => b.ConfigureTestServices(s => s.ConfigureDbContext<AppDb>(o => o.AddInterceptors(purge))));
        using var http = host.CreateClient();
        for (var i = 0; i < 2; i++)
        {
            using var refused = await http.PostAsync("/api/v1/auth/login", new { email = "nobody@example.com", password = "Wrong-Horse-7" });
            await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "invalid_credentials");
        }

        purge.Came.ShouldBeGreaterThan(1);
        await using var db = api.Database.NewDb();
        (await db.UnknownLogins.Select(u => u.FailedLogins).SingleAsync()).ShouldBe(2);
    }

    // After each statement that reads or makes the row; it takes what it need not wait for.
    private sealed class PurgeInBetween(PlatformApi api) : DbCommandInterceptor
    {
        public int Came { get; private set; }

        public override async ValueTask<int> NonQueryExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            await PurgeAsync(command);
            return result;
        }

        public override async ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            await PurgeAsync(command);
            return result;
        }

        private async Task PurgeAsync(DbCommand command)
        {
            if (!command.CommandText.Contains("into unknown_logins", StringComparison.Ordinal))
                return;

            Came++;
            await using var db = api.Database.NewDb();
            await db.Database.ExecuteSqlAsync(
                $"delete from unknown_logins where email_hash in (select email_hash from unknown_logins for update skip locked)");
        }
    }
}
