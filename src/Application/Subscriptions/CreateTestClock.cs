using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>
/// Makes a test clock and binds customers to it, for good. They register like anybody before, and have opened no tenant yet: nothing that is
/// billed changes its time. 404 <c>test_clock.not_found</c> where test clocks are off.
/// </summary>
/// <param name="Now">What it shows first; null: the real time.</param>
public sealed record CreateTestClock(string Name, IReadOnlyList<CustomerId> CustomerIds, DateTimeOffset? Now = null) : ICommand<TestClockDto>, IOperatorCommand;

internal sealed class CreateTestClockValidator : AbstractValidator<CreateTestClock>
{
    // Whether the time is past is for the handler to say: it knows what time it is.
    public CreateTestClockValidator()
    {
        RuleFor(c => c).Follows(c => TestClock.Start(c.Name, c.Now, DateTimeOffset.UnixEpoch));
        RuleFor(c => c.CustomerIds).Must(ids => ids.Count is > 0 and <= TestClock.MaxCustomers && ids.Distinct().Count() == ids.Count)
            .WithMessage($"Give 1 to {TestClock.MaxCustomers} different customers.");
    }
}

internal sealed class CreateTestClockHandler(IAppDb db, ICaller caller, IOptions<BillingOptions> options, TimeProvider clock)
    : IRequestHandler<CreateTestClock, Result<TestClockDto>>
{
    public async Task<Result<TestClockDto>> Handle(CreateTestClock command, CancellationToken cancellationToken)
    {
        if (!options.Value.TestClocks)
            return TestClockErrors.Off;
        var started = TestClock.Start(command.Name, command.Now, clock.GetUtcNow());
        if (started.IsFailure)
            return started.Error;

        db.TestClocks.Add(started.Value);
        foreach (var id in command.CustomerIds.OrderBy(c => c.Value))
        {
            if (await BindAsync(id, started.Value.Id, cancellationToken) is { } refusal)
                return refusal;
        }

        await db.SaveChangesAsync(cancellationToken);
        return await db.ViewsOf(db.TestClocks.AsNoTracking().Where(t => t.Id == started.Value.Id)).SingleAsync(cancellationToken);
    }

    // Under the lock on the customer's row, under which they open tenants.
    private async Task<Error?> BindAsync(CustomerId id, TestClockId testClock, CancellationToken cancellationToken)
    {
        await db.LockCustomerAsync(id, cancellationToken);
        var customer = await db.CustomersSeenBy(caller).SingleOrDefaultAsync(c => c.Id == id && c.Status == CustomerStatus.Active, cancellationToken);
        if (customer is null)
            return TestClockErrors.CustomerUnknown(id);

        var isNew = id != caller.CustomerId && !await db.Tenants.AnyAsync(t => t.CustomerId == id, cancellationToken);
        return isNew && customer.BindTo(testClock) ? null : TestClockErrors.CustomerInUse(id);
    }
}
