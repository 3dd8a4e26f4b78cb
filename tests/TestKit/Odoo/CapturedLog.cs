using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SaaSOdoo.TestKit.Odoo;

/// <summary>Keeps every log line with all that a structured log would write of it: message, values, scopes, exception.</summary>
public sealed class CapturedLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> lines = new();
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    public IReadOnlyList<string> Lines => [.. lines];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose()
    {
        // It outlives the hosts that write to it.
    }

    private static string Values(object? state) =>
        state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : state?.ToString() ?? "";

    private sealed class Logger(string category, CapturedLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => log.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = $"{logLevel} {category} {formatter(state, exception)} {Values(state)}";
            log.scopes.ForEachScope((scope, _) => line += " " + Values(scope), 0);
            log.lines.Enqueue($"{line} {exception}");
        }
    }
}
