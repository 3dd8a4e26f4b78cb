using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Backups;

/// <summary>Asks for a backup of an instance as it is; a worker makes it while the instance goes on.</summary>
/// <param name="Note">What people say about it.</param>
public sealed record BackUpInstance(InstanceId Id, string? Note) : ICommand<OperationDto>;

internal sealed class BackUpInstanceValidator : AbstractValidator<BackUpInstance>
{
    public BackUpInstanceValidator() => RuleFor(c => c.Note).Follows(n => Text.Optional("note", n, Backup.NoteMaxLength));
}

internal sealed class BackUpInstanceHandler(IAppDb db, ICaller caller, BackupOrders orders) : IRequestHandler<BackUpInstance, Result<OperationDto>>
{
    public async Task<Result<OperationDto>> Handle(BackUpInstance command, CancellationToken cancellationToken)
    {
        await db.LockInstanceAsync(command.Id, cancellationToken);
        var instance = await db.InstancesOf(caller).SingleOrDefaultAsync(i => i.Id == command.Id, cancellationToken);
        if (instance is null)
            return InstanceErrors.NotFound;
        if (await db.RefusalAsync(caller, instance.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;
        if (await db.RefusalOfOperationAsync(command.Id, cancellationToken) is { } busy)
            return busy;

        var note = Text.Optional("note", command.Note, Backup.NoteMaxLength).Value;
        var order = orders.Place(instance, BackupKind.Manual, note, caller.AsRequester());
        if (order.IsFailure)
            return order.Error;
        if (await orders.RefusalOfQuotaAsync(instance.TenantId, cancellationToken) is { } full)
            return full;

        await db.SaveChangesAsync(cancellationToken);
        return OperationDto.From(order.Value.Operation);
    }
}
