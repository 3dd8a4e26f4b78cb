using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Backups;

/// <summary>For operators: since when which plan's backups are proven.</summary>
public sealed record GetProofFigures : IQuery<ProofFiguresDto>;

internal sealed class GetProofFiguresHandler(IAppDb db) : IRequestHandler<GetProofFigures, Result<ProofFiguresDto>>
{
    public async Task<Result<ProofFiguresDto>> Handle(GetProofFigures query, CancellationToken cancellationToken)
    {
        var proofs = db.BackupProofs.Select(p => new
        {
            p.ProvenAt,
            p.FailureCode,
            Plan = db.Subscriptions.Where(s => s.TenantId == p.TenantId && SubscriptionStatuses.Live.Contains(s.Status))
                .Join(db.Plans, s => s.PlanId, plan => plan.Id, (_, plan) => plan.Code).FirstOrDefault(),
        });
        return new ProofFiguresDto(await proofs.GroupBy(p => p.Plan).OrderBy(g => g.Key)
            .Select(g => new PlanProofsDto(
                g.Key, g.Count(), g.Count(p => p.ProvenAt == null), g.Count(p => p.FailureCode != null), g.Min(p => p.ProvenAt)))
            .ToListAsync(cancellationToken));
    }
}
