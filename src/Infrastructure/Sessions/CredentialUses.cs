using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Sessions;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Sessions;

/// <summary>
/// Writes when sessions and API keys were last used, outside the requests that used them and at most once a minute for each. What is lost
/// with the process or under load is written by the next request.
/// </summary>
internal sealed partial class CredentialUses(IServiceScopeFactory scopes, ILogger<CredentialUses> logger) : BackgroundService
{
    private readonly Channel<Use> uses =
        Channel.CreateBounded<Use>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Note(SessionId id, DateTimeOffset at) => uses.Writer.TryWrite(new(id, Key: null, at));

    public void Note(ApiKeyId id, DateTimeOffset at) => uses.Writer.TryWrite(new(Session: null, id, at));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var use in uses.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await WriteAsync(scope.ServiceProvider.GetRequiredService<AppDb>(), use, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                NotWritten(e);
            }
        }
    }

    // The condition makes the second of two requests, on whatever node, change nothing.
    private static Task<int> WriteAsync(AppDb db, Use use, CancellationToken cancellationToken)
    {
        var due = use.At - Session.UseResolution;
        return use.Session is { } session
            ? db.Sessions.Where(s => s.Id == session && s.LastUsedAt <= due)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastUsedAt, use.At), cancellationToken)
            : db.ApiKeys.Where(k => k.Id == use.Key && (k.LastUsedAt == null || k.LastUsedAt <= due))
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastUsedAt, use.At), cancellationToken);
    }

    private sealed record Use(SessionId? Session, ApiKeyId? Key, DateTimeOffset At);

    [LoggerMessage(Level = LogLevel.Warning, Message = "When a session or key was last used could not be written")]
    private partial void NotWritten(Exception exception);
}
