using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Provisioning;

/// <summary>
/// Looks after the database servers that instances share, every few seconds and in one process at a time: closes what all have in common,
/// ends sessions that harm others, and collects roles that could not be removed.
/// </summary>
internal sealed partial class ServerWatch(
    IServiceScopeFactory scopes,
    IServerSessions sessions,
    ServerHardening hardening,
    ServerConnections connections,
    NpgsqlDataSource platform,
    IOptions<ServerSessionOptions> options,
    TimeProvider clock,
    ILogger<ServerWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Who goes on doing it is told once in a while, not with every session.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BetweenCollections = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Role, SessionEndReason Reason), DateTimeOffset> told = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> collected = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var held = await HeldLock.TryAcquireAsync(platform, "server watch", stoppingToken);
                if (held is not null)
                    await held.RunAsync(WatchAsync, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Interrupted(e);
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // One that hangs does not keep the others from being looked at.
            await Task.WhenAll((await ServersAsync(cancellationToken)).Select(s => LookAsync(s, cancellationToken)));
            await Task.Delay(options.Value.Interval, clock, cancellationToken);
        }
    }

    private async Task<List<DatabaseServer>> ServersAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDb>().DatabaseServers.AsNoTracking().ToListAsync(cancellationToken);
    }

    private async Task LookAsync(DatabaseServer server, CancellationToken cancellationToken)
    {
        try
        {
            var ended = await sessions.EndHarmfulAsync(server, cancellationToken);
            foreach (var one in ended)
                Ended(one.Sessions, one.Role, server.Name, one.Reason);
            await TellAsync(server, [.. ended.Where(IsNews)], cancellationToken);

            await hardening.EnsureAsync(server, cancellationToken);
            await CollectAsync(server, cancellationToken);
        }
        catch (DependencyUnavailableException e)
        {
            Away(server.Name, e.Message);
        }
        catch (Exception e) when (e is PostgresException or RefusedException)
        {
            Failed(e, server.Name);
        }
    }

    private async Task TellAsync(DatabaseServer server, IReadOnlyList<EndedSessions> ended, CancellationToken cancellationToken)
    {
        if (ended.Count == 0)
            return;

        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SessionWatch>().TellAsync(server, ended, cancellationToken);
        foreach (var one in ended)
            told[(one.Role, one.Reason)] = clock.GetUtcNow();
    }

    private bool IsNews(EndedSessions ended) =>
        !told.TryGetValue((ended.Role, ended.Reason), out var at) || at + Silence < clock.GetUtcNow();

    private async Task CollectAsync(DatabaseServer server, CancellationToken cancellationToken)
    {
        if (collected.TryGetValue(server.Name, out var at) && at + BetweenCollections > clock.GetUtcNow())
            return;

        collected[server.Name] = clock.GetUtcNow();
        foreach (var (key, _) in told.Where(t => t.Value + Silence < clock.GetUtcNow()))
            told.TryRemove(key, out _);
        await connections.RemoveLeftoverRolesAsync(server, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ended {Sessions} sessions of {Role} on the database server {Server}: {Reason}")]
    private partial void Ended(int sessions, string role, string server, SessionEndReason reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The database server {Server} is not looked after: {Reason}")]
    private partial void Away(string server, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database server {Server} could not be looked after")]
    private partial void Failed(Exception exception, string server);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking after the database servers was interrupted; starting again")]
    private partial void Interrupted(Exception exception);
}
