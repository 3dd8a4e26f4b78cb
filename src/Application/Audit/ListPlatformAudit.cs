using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Audit;

/// <summary>The whole audit, for operators; newest first.</summary>
/// <param name="CustomerId">Only what was asked for in this customer's name.</param>
/// <param name="Action">Only this command: <c>log_in</c>.</param>
public sealed record ListPlatformAudit(Paging Paging, CustomerId? CustomerId, TenantId? TenantId, string? Action)
    : IQuery<Page<PlatformAuditEntryDto>>;

internal sealed class ListPlatformAuditHandler(IAppDb db) : IRequestHandler<ListPlatformAudit, Result<Page<PlatformAuditEntryDto>>>
{
    public async Task<Result<Page<PlatformAuditEntryDto>>> Handle(ListPlatformAudit query, CancellationToken cancellationToken)
    {
        var entries = db.AuditEntries.AsNoTracking();
        if (query.CustomerId is { } customer)
            entries = entries.Where(e => e.CustomerId == customer);
        if (query.TenantId is { } tenant)
            entries = entries.Where(e => e.TenantId == tenant);
        if (query.Action is { } action)
            entries = entries.Where(e => e.Action == action);

        return await entries.NewestFirst(query.Paging, e => e.Id).Select(e => PlatformAuditEntryDto.From(e))
            .ToPageAsync(query.Paging, e => e.Id.Value, cancellationToken);
    }
}
