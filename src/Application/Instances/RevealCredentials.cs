using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Instances;

/// <summary>
/// Shows the administrator's first password once and forgets it; that it was read is kept as an event. The answer is given again under the same
/// Idempotency-Key only, as long as it is kept, encrypted.
/// </summary>
public sealed record RevealCredentials(InstanceId Id) : ICommand<InstanceCredentials>, INeedsSecondFactor;

public sealed record InstanceCredentials(Uri? Url, string Login, string Password)
{
    // A record prints all its members; this one must not find its way into a log.
    public override string ToString() => nameof(InstanceCredentials);
}

internal sealed class RevealCredentialsHandler(IAppDb db, ICaller caller, ISecretProtector protector, TimeProvider clock)
    : IRequestHandler<RevealCredentials, Result<InstanceCredentials>>
{
    public async Task<Result<InstanceCredentials>> Handle(RevealCredentials command, CancellationToken cancellationToken)
    {
        var instance = await db.InstancesOf(caller).AsNoTracking().Include(i => i.Allocation)
            .SingleOrDefaultAsync(i => i.Id == command.Id, cancellationToken);
        if (instance is null)
            return InstanceErrors.NotFound;
        if (await db.RefusalAsync(caller, instance.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;

        // They go with the instance.
        if (await db.InstanceSecrets.SingleOrDefaultAsync(s => s.InstanceId == instance.Id, cancellationToken) is not { } secrets)
            return InstanceErrors.CredentialsRevealed;

        var password = secrets.Reveal(instance, caller.Person(), clock.GetUtcNow());
        if (password.IsFailure)
            return password.Error;

        await db.SaveChangesAsync(cancellationToken);
        return new InstanceCredentials(instance.Allocation.Url, instance.AdminEmail, protector.Unprotect(password.Value));
    }
}
