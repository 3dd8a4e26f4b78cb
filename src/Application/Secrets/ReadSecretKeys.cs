using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Secrets;

/// <summary>For operators: how far a rotation is.</summary>
public sealed record ReadSecretKeys : IQuery<SecretKeysDto>;

internal sealed class ReadSecretKeysHandler(ISecretKeys keys) : IRequestHandler<ReadSecretKeys, Result<SecretKeysDto>>
{
    public async Task<Result<SecretKeysDto>> Handle(ReadSecretKeys query, CancellationToken cancellationToken) =>
        await keys.ReadAsync(cancellationToken);
}
