using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Infrastructure.Persistence;

/// <summary>
/// Writes when sessions were last used, outside the requests that used them and at most once a minute for each. What is lost with the
/// process or under load is written by the next request.
/// </summary>
internal sealed partial class SessionUses(IServiceScopeFactory scopes, ILogger<SessionUses> logger) : BackgroundService
{
    private readonly Channel<(SessionId Id, DateTimeOffset At)> uses =
        Channel.CreateBounded<(SessionId, DateTimeOffset)>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Note(SessionId id, DateTimeOffset at) => uses.Writer.TryWrite((id, at));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (id, at) in uses.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await WriteAsync(id, at, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                NotWritten(e);
            }
        }
    }

    private async Task WriteAsync(SessionId id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var due = at - Session.UseResolution;
        // The condition makes the second of two requests, on whatever node, change nothing.
        await scope.ServiceProvider.GetRequiredService<AppDb>().Sessions
            .Where(s => s.Id == id && s.LastUsedAt <= due)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastUsedAt, at), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "When a session was last used could not be written")]
    private partial void NotWritten(Exception exception);
}
