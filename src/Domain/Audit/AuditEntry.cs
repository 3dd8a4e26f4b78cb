using System.Security.Cryptography;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Audit;

/// <summary>Who asked; what they are for the customer is <see cref="AuditEntry.CustomerId"/>.</summary>
public enum AuditActor
{
    /// <summary>A customer with a session of their own.</summary>
    Customer,

    /// <summary>A program with a customer's API key.</summary>
    ApiKey,

    /// <summary>An operator of the platform, for themself or for a customer.</summary>
    Operator,

    /// <summary>Nobody known: registering, logging in.</summary>
    Anonymous,

    /// <summary>The platform's own workers.</summary>
    System,
}

public enum AuditOutcome
{
    Succeeded,
    Refused,
}

/// <summary>
/// That a command was asked for, and how it ended. Written once, in the transaction of the effect, and never changed. Entries form chains:
/// in each the positions have no gap, and every hash covers the one before.
/// </summary>
public sealed class AuditEntry
{
    /// <summary>Appending locks a chain until the commit: so many commands can commit at once.</summary>
    public const int Chains = 16;
    public const int ActionMaxLength = 100;
    public const int CodeMaxLength = 100;
    public const int IpAddressMaxLength = 64;
    public const int UserAgentMaxLength = 500;
    public const int TraceIdMaxLength = 128;

    public required AuditEntryId Id { get; init; }

    public required short Chain { get; init; }

    /// <summary>1 for the first of the chain. The database gives it, as well as the hash.</summary>
    public long Position { get; init; }

    /// <summary>To the microsecond, which is what the database keeps.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The command, in snake_case: <c>create_instance</c>.</summary>
    public required string Action { get; init; }

    public required AuditOutcome Outcome { get; init; }

    /// <summary>The error's code when it was refused.</summary>
    public required string? Code { get; init; }

    public required AuditActor Actor { get; init; }

    /// <summary>The customer or operator who asked, also through a key; null for anonymous and system.</summary>
    public required CustomerId? ActorId { get; init; }

    public required ApiKeyId? ApiKeyId { get; init; }

    /// <summary>For whom: differs from the actor when an operator acts for a customer, and when the actor is anonymous.</summary>
    public required CustomerId? CustomerId { get; init; }

    /// <summary>Whose owners may read the entry.</summary>
    public required TenantId? TenantId { get; init; }

    /// <summary>The ids that the command names, by their names in it.</summary>
    public required Dictionary<string, Guid> Targets { get; init; }

    public required string? IpAddress { get; init; }

    public required string? UserAgent { get; init; }

    public required string? TraceId { get; init; }

    /// <summary>SHA-256 of the hash before, the position and the content.</summary>
    public byte[] Hash { get; init; } = [];

    /// <summary>A customer's entries stand in one chain, in their order; others are spread by their own id.</summary>
    public static short ChainOf(CustomerId? customer, AuditEntryId id) => (short)((customer?.Value ?? id.Value).ToByteArray()[^1] % Chains);

    /// <summary>What the hash must be when the one before is <paramref name="previous"/>.</summary>
    public byte[] HashAfter(ReadOnlySpan<byte> previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> position = stackalloc byte[sizeof(long)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(position, Position);
        hash.AppendData(previous);
        hash.AppendData(position);
        hash.AppendData(AuditContent.Of(this));
        return hash.GetHashAndReset();
    }
}
