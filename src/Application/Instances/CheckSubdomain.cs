using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Instances;

/// <summary>Whether a subdomain could be had now. A hint for forms: the index decides at creation.</summary>
public sealed record CheckSubdomain(string Subdomain) : IQuery<SubdomainAvailability>;

/// <param name="Reason">Why it is not available: invalid, reserved or taken, as a sentence.</param>
public sealed record SubdomainAvailability(string Subdomain, bool Available, string? Reason);

internal sealed class CheckSubdomainHandler(IAppDb db) : IRequestHandler<CheckSubdomain, Result<SubdomainAvailability>>
{
    public async Task<Result<SubdomainAvailability>> Handle(CheckSubdomain query, CancellationToken cancellationToken)
    {
        var label = Subdomain.Create(query.Subdomain);
        if (label.IsFailure)
            return new SubdomainAvailability(query.Subdomain, false, label.Error.Message);

        var taken = await db.Instances.AnyAsync(
            i => i.Subdomain == label.Value && i.Status != InstanceStatus.Terminated, cancellationToken);
        return new SubdomainAvailability(label.Value, !taken, taken ? InstanceErrors.SubdomainTaken.Message : null);
    }
}
