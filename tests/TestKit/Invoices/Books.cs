using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Infrastructure.Persistence;
using Shouldly;

namespace SaaSOdoo.TestKit.Invoices;

/// <summary>For the end of every test in which money moves.</summary>
public static class Books
{
    /// <summary>Every equation of the ledger holds, for every customer and currency.</summary>
    public static async Task<LedgerReport> ShouldBalanceAsync(this AppDb db)
    {
        var report = await new LedgerCheck(db, TimeProvider.System).RunAsync(CancellationToken.None);
        report.Faults.ShouldBeEmpty();
        report.Balances.ShouldBeTrue();
        return report;
    }
}
