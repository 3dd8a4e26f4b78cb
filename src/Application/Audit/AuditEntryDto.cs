using SaaSOdoo.Domain.Audit;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Audit;

/// <summary>That something was asked for, and how it ended.</summary>
/// <param name="Action">What was asked for: <c>create_instance</c>.</param>
/// <param name="Code">Why it was refused; null when it succeeded.</param>
/// <param name="ActorId">The customer or operator who asked, also through an API key; null when nobody was known.</param>
/// <param name="CustomerId">For whom.</param>
/// <param name="Targets">The ids that were named.</param>
/// <param name="IpAddress">Null where it is somebody else's: an operator's, or a colleague's.</param>
/// <param name="TraceId">Equals the header X-Request-Id of that request's answer.</param>
public record AuditEntryDto(
    AuditEntryId Id,
    DateTimeOffset At,
    string Action,
    AuditOutcome Outcome,
    string? Code,
    AuditActor Actor,
    CustomerId? ActorId,
    ApiKeyId? ApiKeyId,
    CustomerId? CustomerId,
    TenantId? TenantId,
    IReadOnlyDictionary<string, Guid> Targets,
    string? IpAddress,
    string? UserAgent,
    string? TraceId)
{
    internal static AuditEntryDto From(AuditEntry e, CustomerId reader)
    {
        var isTheirs = e.CustomerId == reader && e.Actor != AuditActor.Operator;
        return Whole(e) with { IpAddress = isTheirs ? e.IpAddress : null, UserAgent = isTheirs ? e.UserAgent : null };
    }

    internal static AuditEntryDto Whole(AuditEntry e) => new(
        e.Id, e.At, e.Action, e.Outcome, e.Code, e.Actor, e.ActorId, e.ApiKeyId, e.CustomerId, e.TenantId, e.Targets, e.IpAddress, e.UserAgent,
        e.TraceId);
}

/// <summary>An entry as operators see it: whole, with its place in the chains.</summary>
public sealed record PlatformAuditEntryDto : AuditEntryDto
{
    public PlatformAuditEntryDto(AuditEntryDto entry, short chain, long position, string hash) : base(entry) =>
        (Chain, Position, Hash) = (chain, position, hash);

    public short Chain { get; }

    public long Position { get; }

    /// <summary>Hexadecimal.</summary>
    public string Hash { get; }

    internal static PlatformAuditEntryDto From(AuditEntry e) => new(Whole(e), e.Chain, e.Position, Convert.ToHexStringLower(e.Hash));
}
