using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Operators;

/// <summary>Work that was given up.</summary>
/// <param name="TenantId">Null where it belongs to none.</param>
/// <param name="What">Kind of the operation, template of the mail, type of the event; of an event for a consumer both names.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastError">Why it was given up, in short.</param>
/// <param name="Since">When it was given up; of a mail, when its last attempt was due.</param>
public sealed record DeadItemDto(QueueItemId Id, TenantId? TenantId, string What, int Attempts, string? LastError, DateTimeOffset Since);
