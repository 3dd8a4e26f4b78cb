using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Secrets;

/// <summary>For operators: how far a rotation is.</summary>
public sealed record GetSecretKeys : IQuery<SecretKeysDto>;

internal sealed class GetSecretKeysHandler(ISecretKeys keys) : IRequestHandler<GetSecretKeys, Result<SecretKeysDto>>
{
    public async Task<Result<SecretKeysDto>> Handle(GetSecretKeys query, CancellationToken cancellationToken) =>
        await keys.ReadAsync(cancellationToken);
}
