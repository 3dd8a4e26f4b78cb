using System.Globalization;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Backups;

/// <summary>An archive of an instance's database and files. Outlives the instance.</summary>
public sealed class Backup : AggregateRoot
{
    public const int NoteMaxLength = 200;
    public const int LocationMaxLength = 200;
    public const int ErrorMaxLength = 1000;

    /// <summary>How long one that failed is shown before it is cleared away.</summary>
    public static readonly TimeSpan FailedKept = TimeSpan.FromDays(30);

    private Backup()
    {
    }

    public BackupId Id { get; private set; }
    public InstanceId InstanceId { get; private set; }
    public TenantId TenantId { get; private set; }

    /// <summary>The operation that makes it: each makes one at most.</summary>
    public OperationId OperationId { get; private set; }
    public BackupKind Kind { get; private set; }
    public BackupStatus Status { get; private set; }

    /// <summary>Grows with every attempt and guards every save: an attempt that was taken over by another cannot write.</summary>
    public int Attempts { get; private set; }

    /// <summary>What its maker says about it.</summary>
    public string? Note { get; private set; }

    /// <summary><c>19.0</c>.</summary>
    public string OdooVersion { get; private set; } = "";

    /// <summary>Where the store keeps the archive; null while there is none.</summary>
    public string? Location { get; private set; }

    /// <summary>Bytes of the archive; 0 while there is none.</summary>
    public long Size { get; private set; }

    /// <summary>Lower-case hexadecimal, of the archive as it is downloaded.</summary>
    public string? Sha256 { get; private set; }
    public BackupManifest? Manifest { get; private set; }
    public string? ErrorCode { get; private set; }
    public string? ErrorMessage { get; private set; }

    /// <summary>When it is deleted by itself; null: kept until somebody, or the retention of its schedule, deletes it.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }
    public CustomerId? RequestedBy { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? CompletedAt { get; private set; }
    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>The archive of a deleted backup has been removed from the store.</summary>
    public bool IsErased { get; private set; }

    /// <summary>How far its archive is known to be good.</summary>
    public ProofLevel Proof { get; private set; }

    /// <summary>When that was tried last; null: never.</summary>
    public DateTimeOffset? ProofAt { get; private set; }

    /// <summary>Why it got no further; null when it is proven, or was never tried.</summary>
    public string? ProofErrorCode { get; private set; }
    public string? ProofErrorMessage { get; private set; }

    /// <summary>Every place that an attempt may have written to, also one that was given up and left something.</summary>
    public IEnumerable<string> Places => Enumerable.Range(1, Attempts).Select(PlaceOf);

    public bool IsUnderWay => Status is BackupStatus.Queued or BackupStatus.Running;

    public static Backup Queue(BackupOrder order, DateTimeOffset now) => new()
    {
        Id = NewId.Of<BackupId>(now),
        InstanceId = order.InstanceId,
        TenantId = order.TenantId,
        OperationId = order.OperationId,
        Kind = order.Kind,
        Status = BackupStatus.Queued,
        Note = order.Note,
        OdooVersion = order.OdooVersion,
        ExpiresAt = order.ExpiresAt,
        RequestedBy = order.RequestedBy,
        CreatedAt = now,
    };

    /// <summary>An attempt begins. Each writes to a place of its own: one that was given up and goes on disturbs no other.</summary>
    /// <returns>Where its archive goes.</returns>
    public string Begin()
    {
        (Status, Attempts) = (BackupStatus.Running, Attempts + 1);
        return PlaceOf(Attempts);
    }

    /// <param name="size">Bytes.</param>
    public void Complete(string location, long size, string sha256, BackupManifest manifest, DateTimeOffset now)
    {
        (Status, Location, Size, Sha256, Manifest) = (BackupStatus.Completed, location, size, sha256, manifest);
        (ErrorCode, ErrorMessage, CompletedAt) = (null, null, now);
        Raise(new BackupCompleted(Id, InstanceId, TenantId, Kind, size, now));
    }

    /// <summary>For good: its operation has ended. Nothing happens to one that has ended before.</summary>
    public void Fail(string code, string message, DateTimeOffset now)
    {
        if (!IsUnderWay)
            return;

        (Status, ErrorCode, ErrorMessage) = (BackupStatus.Failed, code, Short(message));
        ExpiresAt = now + FailedKept;
        Raise(new BackupFailed(Id, InstanceId, TenantId, Kind, code, ErrorMessage, now));
    }

    /// <summary>What a proof has found. Nothing happens to one that was deleted meanwhile.</summary>
    public void Judge(ProofVerdict verdict, DateTimeOffset now)
    {
        if (Status != BackupStatus.Completed)
            return;

        (Proof, ProofAt, ProofErrorCode) = (verdict.Level, now, verdict.Code);
        ProofErrorMessage = verdict.Message is { } message ? Short(message) : null;
        if (verdict is { Code: { } code })
            Raise(new BackupProofFailed(Id, InstanceId, TenantId, Kind, Proof, code, ProofErrorMessage ?? "", now));
        else
            Raise(new BackupProven(Id, InstanceId, TenantId, Kind, now));
    }

    /// <summary>Nobody reads it from now on; its archive is removed soon after.</summary>
    public Result Delete(DateTimeOffset now)
    {
        if (IsUnderWay)
            return BackupErrors.UnderWay;
        if (Status == BackupStatus.Deleted)
            return Result.Success;

        (Status, DeletedAt, IsErased) = (BackupStatus.Deleted, now, Attempts == 0);
        Raise(new BackupDeleted(Id, InstanceId, TenantId, Kind, now));
        return Result.Success;
    }

    /// <summary>The store has let the archive go.</summary>
    public void Erase() => IsErased = true;

    private static string Short(string message) => message.Length <= ErrorMaxLength ? message : message[..ErrorMaxLength];

    private string PlaceOf(int attempt) =>
        string.Create(CultureInfo.InvariantCulture, $"{TenantId.Value}/{InstanceId.Value}/{Id.Value}-{attempt}.zip");
}

/// <summary>What a backup is made of, by which operation, and how long it is kept.</summary>
public sealed record BackupOrder(
    InstanceId InstanceId,
    TenantId TenantId,
    OperationId OperationId,
    string OdooVersion,
    BackupKind Kind,
    string? Note,
    DateTimeOffset? ExpiresAt,
    CustomerId? RequestedBy);
