using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;
using SaaSOdoo.Application.Invoices;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Checks the books and tells operators what is wrong with them; it changes nothing.</summary>
internal sealed partial class LedgerCheckJob(IServiceScopeFactory scopes, AdvisoryLock locks, ILogger<LedgerCheckJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("ledger check", RunAsync, cancellationToken);

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var report = await scope.ServiceProvider.GetRequiredService<LedgerCheck>().RunAsync(cancellationToken);
        foreach (var fault in report.Faults)
            Wrong(fault.Rule, fault.CustomerId?.Value, fault.Currency, fault.Subject, fault.Expected, fault.Actual);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The ledger does not agree in {Rule} of customer {Customer} in {Currency} ({Subject}): {Expected} expected, {Actual} entered")]
    private partial void Wrong(string rule, Guid? customer, string? currency, Guid? subject, decimal expected, decimal actual);
}
