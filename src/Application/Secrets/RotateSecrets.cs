using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Secrets;

/// <summary>For operators: a new key encrypts from now on; a job encrypts anew what is stored under older ones, and begins at once.</summary>
/// <remarks>
/// The key ring saves the key by itself, past the transaction, which only records that it was made. No preparation: the second factor
/// is asked for first.
/// </remarks>
public sealed record RotateSecrets : ICommand<SecretKeysDto>, IOperatorCommand;

internal sealed class RotateSecretsHandler(ISecretKeys keys) : IRequestHandler<RotateSecrets, Result<SecretKeysDto>>
{
    public async Task<Result<SecretKeysDto>> Handle(RotateSecrets command, CancellationToken cancellationToken)
    {
        await keys.RotateAsync(cancellationToken);
        return await keys.ReadAsync(cancellationToken);
    }
}
