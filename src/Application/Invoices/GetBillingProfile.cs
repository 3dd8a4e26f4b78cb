using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Invoices;

/// <summary>What stands on the caller's invoices from now on, and their credit.</summary>
public sealed record GetBillingProfile : IQuery<BillingProfileDto>;

internal sealed class GetBillingProfileHandler(IAppDb db, ICaller caller) : IRequestHandler<GetBillingProfile, Result<BillingProfileDto>>
{
    public async Task<Result<BillingProfileDto>> Handle(GetBillingProfile query, CancellationToken cancellationToken) =>
        await db.BillingProfileOfAsync(caller.CustomerId, cancellationToken);
}
