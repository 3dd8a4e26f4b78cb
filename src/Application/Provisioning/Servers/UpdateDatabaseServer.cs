using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Servers;

/// <summary>
/// Says whose instances a server gets, and how many. 409 <c>database_server.in_use</c> when it holds instances that may not be on it then.
/// </summary>
/// <param name="Kind">Null: shared. Left out, it follows <paramref name="Tenant"/>.</param>
/// <param name="Tenant">Null: nobody's.</param>
/// <param name="Capacity">Null: what the configuration says.</param>
/// <param name="Draining">Null: no.</param>
/// <param name="IfMatch">412 when the server was changed since; null changes it in any case.</param>
public sealed record UpdateDatabaseServer(
    DatabaseServerId Id, Optional<DatabaseServerKind?> Kind, Optional<TenantId?> Tenant, Optional<int?> Capacity, Optional<bool?> Draining,
    IfMatch? IfMatch) : ICommand<DatabaseServerDto>, IOperatorCommand;

internal sealed class UpdateDatabaseServerValidator : AbstractValidator<UpdateDatabaseServer>
{
    public UpdateDatabaseServerValidator() => RuleFor(c => c.Capacity).Follows(
        capacity => capacity.Value is { } given ? DatabaseServerErrors.CheckCapacity(given) : Result.Success);
}

internal sealed class UpdateDatabaseServerHandler(IAppDb db, ICaller caller, TimeProvider clock)
    : IRequestHandler<UpdateDatabaseServer, Result<DatabaseServerDto>>
{
    public async Task<Result<DatabaseServerDto>> Handle(UpdateDatabaseServer command, CancellationToken cancellationToken)
    {
        // Whoever allocates an instance locks it as well: what is on it now is all there is.
        await db.LockDatabaseServerAsync(command.Id, cancellationToken);
        var server = await db.DatabaseServers.SingleOrDefaultAsync(s => s.Id == command.Id, cancellationToken);
        if (server is null)
            return DatabaseServerErrors.NotFound;
        if (IfMatch.Check(command.IfMatch, server) is { IsFailure: true } outdated)
            return outdated.Error;

        var (kind, owner) = Owner(command, server);
        if (await db.RefusalOfOwnerAsync(kind, owner, cancellationToken) is { } refused)
            return refused;
        if (owner != server.TenantId && await db.RefusalOfChangeAsync(server.Id, owner, cancellationToken) is { } inUse)
            return inUse;
        if ((owner ?? server.TenantId) is { } tenant)
            caller.Notes.Concerns(tenant);

        var capacity = command.Capacity.Or(server.Capacity, byDefault: server.ConfiguredCapacity ?? server.Capacity);
        server.Offer(owner, capacity, command.Draining.Or(server.Draining, byDefault: false), clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return await db.DatabaseServers.Where(s => s.Id == command.Id).Select(DatabaseServerDto.Projection).SingleAsync(cancellationToken);
    }

    // Who says one of both has said the other as well, as far as that is possible.
    private static (DatabaseServerKind Kind, TenantId? Owner) Owner(UpdateDatabaseServer command, DatabaseServer server)
    {
        var kind = command.Kind.Or(
            !command.Tenant.IsGiven ? server.Kind : command.Tenant.Value is null ? DatabaseServerKind.Shared : DatabaseServerKind.Dedicated,
            byDefault: DatabaseServerKind.Shared);
        var owner = command.Tenant.IsGiven ? command.Tenant.Value : kind == DatabaseServerKind.Shared ? null : server.TenantId;
        return (kind, owner);
    }
}
