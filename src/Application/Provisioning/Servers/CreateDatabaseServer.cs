using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Servers;

/// <summary>
/// Adds a database server, once it was reached and found fit: 422 <c>database_server.unfit</c> names the field that is at fault. 409
/// <c>database_server.name_taken</c> or <c>database_server.address_taken</c>.
/// </summary>
/// <param name="Host">As the platform reaches it.</param>
/// <param name="InstanceHost">As instances reach it from inside their containers.</param>
/// <param name="AdminUsername">A superuser.</param>
/// <param name="AdminPassword">Stored encrypted and never shown.</param>
/// <param name="Capacity">The most instances it may hold.</param>
/// <param name="Kind">Null: dedicated where a tenant is given.</param>
/// <param name="TenantId">For a dedicated one: whose instances alone it holds.</param>
public sealed record CreateDatabaseServer(
    string Name, string Host, string InstanceHost, string AdminUsername, string AdminPassword, int Capacity, int Port = 5432, int InstancePort = 5432,
    DatabaseServerKind? Kind = null, TenantId? TenantId = null) : ICommand<DatabaseServerDto>, IOperatorCommand
{
    public override string ToString() => $"{nameof(CreateDatabaseServer)} {Name}";

    internal DatabaseServerKind WantedKind => Kind ?? (TenantId is null ? DatabaseServerKind.Shared : DatabaseServerKind.Dedicated);

    internal DatabaseServerSettings ToSettings(ISecretProtector protector) => new(
        NameOf(Name).Value, Host.ToLowerInvariant(), Port, InstanceHost.ToLowerInvariant(), InstancePort, AdminUsername, protector.Protect(AdminPassword),
        Capacity);

    internal static Result<string> NameOf(string name) => PlainName.Create("name", name, DatabaseServer.NameMaxLength);
}

internal sealed class CreateDatabaseServerValidator : AbstractValidator<CreateDatabaseServer>
{
    public CreateDatabaseServerValidator()
    {
        RuleFor(c => c.Name).Follows(CreateDatabaseServer.NameOf);
        RuleFor(c => c).Follows(c => ServerAddress.Check("host", c.Host, "port", c.Port));
        RuleFor(c => c).Follows(c => ServerAddress.Check("instance_host", c.InstanceHost, "instance_port", c.InstancePort));
        RuleFor(c => c.AdminUsername).NotEmpty().MaximumLength(DatabaseServer.AdminUsernameMaxLength);
        RuleFor(c => c.AdminPassword).NotEmpty().MaximumLength(DatabaseServer.AdminPasswordMaxLength);
        RuleFor(c => c.Capacity).Follows(DatabaseServerErrors.CheckCapacity);
    }
}

internal sealed class CreateDatabaseServerHandler(IAppDb db, ICaller caller, IDatabaseServerProbe probe, ISecretProtector protector, TimeProvider clock)
    : IRequestHandler<CreateDatabaseServer, Result<DatabaseServerDto>>
{
    public async Task<Result<DatabaseServerDto>> Handle(CreateDatabaseServer command, CancellationToken cancellationToken)
    {
        if (await db.RefusalOfOwnerAsync(command.WantedKind, command.TenantId, cancellationToken) is { } refused)
            return refused;
        if (command.TenantId is { } tenant)
            caller.Notes.Concerns(tenant);

        // After the second factor: a stolen session must not look around in the network.
        var server = DatabaseServer.Add(command.ToSettings(protector), command.TenantId, clock.GetUtcNow());
        if (await probe.FindFaultAsync(server, isNew: true, cancellationToken) is { } fault)
            return DatabaseServerErrors.Unfit(fault.Field, fault.Code, fault.Detail);

        await db.LockDatabaseServersAsync(cancellationToken);
        if (await db.DatabaseServers.AnyAsync(s => s.Host == server.Host && s.Port == server.Port, cancellationToken))
            return DatabaseServerErrors.AddressTaken;

        db.DatabaseServers.Add(server);
        var saved = await db.SaveUniqueAsync(e => e.Constraint == "ux_database_servers_name" ? DatabaseServerErrors.NameTaken : null, cancellationToken);
        return saved.IsFailure
            ? saved.Error
            : await db.DatabaseServers.Where(s => s.Id == server.Id).Select(DatabaseServerDto.Projection).SingleAsync(cancellationToken);
    }
}
