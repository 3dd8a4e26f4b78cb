using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Domain.Backups;

public enum ProofStatus
{
    /// <summary>Until it is due again. Nothing of it is anywhere.</summary>
    Waiting,

    /// <summary>Something of it may be there: of the proof that is under way, or of one whose worker died.</summary>
    Running,
}

/// <summary>
/// When an instance's newest backup is proven, and where what that makes has to be cleared away. One for each instance that has a backup. Its
/// throw-away data bear its own id as an instance's bear theirs, so that whoever meets them knows whose they are.
/// </summary>
public sealed class BackupProof : ILeased
{
    /// <summary>Then it is left alone until tomorrow, and an operator has to look.</summary>
    public const int MostAttempts = 5;

    private BackupProof()
    {
    }

    public BackupProofId Id { get; private set; }
    public InstanceId InstanceId { get; private set; }
    public TenantId TenantId { get; private set; }
    public ProofStatus Status { get; private set; }

    /// <summary>Where the throw-away database is, or may be; null when there is none.</summary>
    public DatabaseServerId? DatabaseServerId { get; private set; }

    /// <summary>When the next is due. <see cref="RunAfter"/> is when somebody looks, which may be sooner or later.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>When a backup of the instance was proven last, whether it is still there or not; null: never.</summary>
    public DateTimeOffset? ProvenAt { get; private set; }

    /// <summary>Why the last one that was tried is not proven; null when it is.</summary>
    public string? FailureCode { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset RunAfter { get; private set; }

    /// <inheritdoc/>
    public int Attempts { get; private set; }
    public string? LeaseOwner { get; private set; }
    public DateTimeOffset? LeaseUntil { get; private set; }
    public int Fence { get; private set; }

    public static BackupProof Of(InstanceId instance, TenantId tenant, DateTimeOffset due, DateTimeOffset now) => new()
    {
        Id = NewId.Of<BackupProofId>(now),
        InstanceId = instance,
        TenantId = tenant,
        DueAt = due,
        RunAfter = due,
        CreatedAt = now,
    };

    /// <summary>From here on something of it may be there.</summary>
    public void Begin(DatabaseServerId server) => (Status, DatabaseServerId) = (ProofStatus.Running, server);

    /// <summary>
    /// A server that restarts or is full looks like a fault of the archive's: only what a second attempt says as well is a verdict.
    /// </summary>
    public void Doubt(string code) => FailureCode = code;

    /// <summary>Its verdict is known. What it made is still there, so <see cref="RunAfter"/> stays: who takes it over from a dead worker clears away.</summary>
    public void Judge(ProofVerdict verdict, DateTimeOffset due, DateTimeOffset now)
    {
        (DueAt, Attempts, FailureCode) = (due, 0, verdict.Code);
        ProvenAt = verdict.Code is null ? now : ProvenAt;
    }

    /// <summary>Nothing of it is there any more.</summary>
    public void Clear() => (Status, DatabaseServerId) = (ProofStatus.Waiting, null);

    /// <summary>Gives the lease back until it is due, or is to be looked at again.</summary>
    public void Rest(DateTimeOffset until) => (RunAfter, Attempts, LeaseOwner, LeaseUntil) = (until, 0, null, null);

    /// <summary>It could not be tried, which says nothing of the backup: again after a pause that grows from a minute to an hour.</summary>
    public void Postpone(DateTimeOffset now)
    {
        (Attempts, LeaseOwner, LeaseUntil) = (Attempts + 1, null, null);
        RunAfter = now + Backoff.AfterFailure(Attempts);
    }
}
