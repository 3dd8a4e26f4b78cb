using System.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Audit;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Audit;

/// <summary>
/// Walks the whole audit, for operators: finds the first entry that was changed, removed or put in past the platform. 409
/// <c>audit.verification_running</c> while somebody else does.
/// </summary>
public sealed record VerifyAudit : IQuery<AuditVerificationDto>;

/// <param name="Checked">Entries that hold.</param>
/// <param name="FirstBroken">Null when all hold. What comes after it was not looked at.</param>
/// <param name="Digest">
/// SHA-256 over the ends of all chains, hexadecimal. Keep it elsewhere: who can write to the database and knows the rule could compute all
/// hashes anew, but not to this digest.
/// </param>
public sealed record AuditVerificationDto(bool Valid, long Checked, AuditBreak? FirstBroken, string Digest);

internal sealed class VerifyAuditHandler(IAppDb db) : IRequestHandler<VerifyAudit, Result<AuditVerificationDto>>
{
    // One snapshot: entries that are appended meanwhile are neither seen nor missed.
    public Task<Result<AuditVerificationDto>> Handle(VerifyAudit query, CancellationToken cancellationToken) =>
        db.InTransactionAsync(IsolationLevel.RepeatableRead, WalkAsync, cancellationToken);

    private async Task<Result<AuditVerificationDto>> WalkAsync(CancellationToken cancellationToken)
    {
        // One at a time, in all processes: a snapshot keeps the database from tidying up for as long as the walk takes.
        if (!await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock(hashtext('verify_audit')) as \"Value\"").SingleAsync(cancellationToken))
            return AuditErrors.VerificationRunning;

        var ends = await db.AuditChains.AsNoTracking().ToDictionaryAsync(c => c.Chain, cancellationToken);
        var digest = AuditWalk.DigestOf(ends.Values);
        long held = 0;

        foreach (var chain in Enumerable.Range(0, AuditEntry.Chains).Select(c => (short)c).Union(ends.Keys).Order())
        {
            var walk = new AuditWalk(chain, ends.GetValueOrDefault(chain));
            var entries = db.AuditEntries.AsNoTracking().Where(e => e.Chain == chain).OrderBy(e => e.Position).AsAsyncEnumerable();
            await foreach (var entry in entries.WithCancellation(cancellationToken))
            {
                if (walk.Step(entry) is { } wrong)
                    return new AuditVerificationDto(Valid: false, held, wrong, digest);
                held++;
            }

            if (walk.End() is { } broken)
                return new AuditVerificationDto(Valid: false, held, broken, digest);
        }

        return new AuditVerificationDto(Valid: true, held, FirstBroken: null, digest);
    }
}
