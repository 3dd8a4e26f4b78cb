namespace SaaSOdoo.Application.Backups;

/// <summary>How well it is known that backups can be restored, by plan.</summary>
/// <param name="Plans">Those whose tenants have backups, by code; tenants without a live subscription come last.</param>
public sealed record ProofFiguresDto(IReadOnlyList<PlanProofsDto> Plans);

/// <param name="Plan">Its code; null: tenants without a live subscription.</param>
/// <param name="Instances">That have a backup, or had one.</param>
/// <param name="NeverProven">Of which none was ever proven.</param>
/// <param name="Failing">Whose last backup that was tried did not pass.</param>
/// <param name="OldestProofAt">When the instance that has waited longest was proven last; null when none was.</param>
public sealed record PlanProofsDto(string? Plan, int Instances, int NeverProven, int Failing, DateTimeOffset? OldestProofAt);
