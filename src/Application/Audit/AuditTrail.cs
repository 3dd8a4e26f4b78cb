using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Audit;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Audit;

/// <summary>Appends to the audit (ADR 0014).</summary>
internal sealed class AuditTrail(IAppDb db, ICaller caller, TimeProvider clock)
{
    /// <summary>
    /// Locks the chain until the transaction ends: nothing else may be locked after. A statement of its own, past the change tracker, where
    /// a refused command may have left what nobody wants saved.
    /// </summary>
    /// <param name="code">Of the error; null when the command succeeded.</param>
    public async Task AppendAsync(ICommandBase command, string? code, CancellationToken cancellationToken)
    {
        var e = EntryOf(command, code);
        var content = AuditContent.Of(e);
        var (outcome, actor, targets) = (EnumText<AuditOutcome>.Of(e.Outcome), EnumText<AuditActor>.Of(e.Actor), JsonSerializer.Serialize(e.Targets));
        var appended = await db.Database.ExecuteSqlAsync(
            $"""
            with chain_end as (
                update audit_chains set position = position + 1, hash = sha256(hash || int8send(position + 1) || {content})
                where chain = {e.Chain} returning position, hash)
            insert into audit_entries (id, chain, position, hash, at, action, outcome, code, actor, actor_id, api_key_id, customer_id, tenant_id,
                targets, ip_address, user_agent, trace_id)
            select {e.Id.Value}, {e.Chain}, position, hash, {e.At}, {e.Action}, {outcome}, {e.Code}::text, {actor}, {e.ActorId?.Value}::uuid,
                {e.ApiKeyId?.Value}::uuid, {e.CustomerId?.Value}::uuid, {e.TenantId?.Value}::uuid, {targets}::jsonb, {e.IpAddress}::text,
                {e.UserAgent}::text, {e.TraceId}::text
            from chain_end
            """,
            cancellationToken);
        if (appended != 1)
            throw new InvalidOperationException($"Chain {e.Chain} of the audit has no end: nothing can be recorded, so nothing may be done.");
    }

    private AuditEntry EntryOf(ICommandBase command, string? code)
    {
        var now = clock.GetUtcNow();
        var id = NewId.Of<AuditEntryId>(now);
        var customer = caller.IsKnown ? caller.CustomerId : caller.Notes.Customer;
        return new()
        {
            Id = id,
            Chain = AuditEntry.ChainOf(customer, id),
            At = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)),
            Action = CommandTargets.NameOf(command),
            Outcome = code is null ? AuditOutcome.Succeeded : AuditOutcome.Refused,
            Code = code,
            Actor = ActorOf(caller),
            ActorId = caller.IsKnown ? caller.OperatorId ?? caller.CustomerId : null,
            ApiKeyId = caller.ApiKeyId,
            CustomerId = customer,
            TenantId = caller.Notes.Tenant,
            Targets = CommandTargets.Of(command),
            IpAddress = caller.IpAddress,
            UserAgent = caller.UserAgent,
            TraceId = caller.TraceId ?? Activity.Current?.TraceId.ToHexString(),
        };
    }

    private static AuditActor ActorOf(ICaller caller) =>
        caller.IsPlatform ? AuditActor.System
        : !caller.IsKnown ? AuditActor.Anonymous
        : caller.ApiKeyId is not null ? AuditActor.ApiKey
        : caller.OperatorId is not null || caller.IsAdmin ? AuditActor.Operator
        : AuditActor.Customer;
}
