using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Secrets;

/// <summary>For operators: a new key encrypts from now on; a job encrypts anew what is stored under older ones, and begins at once.</summary>
/// <remarks>The key is made outside the transaction, which only records that it was.</remarks>
public sealed record RotateSecrets : ICommand<SecretKeysDto>, INeedsSecondFactor, IOpensItsTransaction;

internal sealed class RotateSecretsHandler(ISecretKeys keys, CommandTransaction transaction) : IRequestHandler<RotateSecrets, Result<SecretKeysDto>>
{
    public async Task<Result<SecretKeysDto>> Handle(RotateSecrets command, CancellationToken cancellationToken)
    {
        await keys.RotateAsync(cancellationToken);
        var rotated = await keys.ReadAsync(cancellationToken);
        await transaction.OpenAsync(cancellationToken);
        return rotated;
    }
}
