using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.ApiKeys;

/// <summary>Makes a key for programs. It is shown in this answer only.</summary>
/// <param name="Scopes">What it may do; see the list in the problem when one is unknown.</param>
/// <param name="ExpiresAt">Left out: it does not expire.</param>
public sealed record CreateApiKey(string Name, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt = null) : ICommand<NewApiKeyDto>, INeedsSecondFactor;

internal sealed class CreateApiKeyValidator : AbstractValidator<CreateApiKey>
{
    public CreateApiKeyValidator()
    {
        RuleFor(c => c.Name).Follows(name => PlainName.Create("name", name, ApiKey.NameMaxLength));
        RuleFor(c => c.Scopes).Follows(scopes => ApiKey.CheckScopes(scopes));
    }
}

internal sealed class CreateApiKeyHandler(IAppDb db, ICaller caller, IRandomSecrets random, IMailOutbox outbox, TimeProvider clock)
    : IRequestHandler<CreateApiKey, Result<NewApiKeyDto>>
{
    public async Task<Result<NewApiKeyDto>> Handle(CreateApiKey command, CancellationToken cancellationToken)
    {
        var secret = ApiKey.Mark + random.Token();
        var (id, now) = (caller.CustomerId, clock.GetUtcNow());
        var key = ApiKey.Create(id, command.Name, command.Scopes, command.ExpiresAt, secret, SessionTokens.Hash(secret), now);
        if (key.IsFailure)
            return key.Error;

        if (await db.LockedActiveAsync(id, cancellationToken) is null)
            return CustomerErrors.Closed;
        if (await db.ApiKeysOf(caller, now).CountAsync(cancellationToken) >= ApiKey.MaxPerCustomer)
            return ApiKeyErrors.TooMany;

        db.ApiKeys.Add(key.Value);
        outbox.PostKeyCreated(await db.Customers.AsNoTracking().SingleAsync(c => c.Id == id, cancellationToken), key.Value);
        await db.SaveChangesAsync(cancellationToken);
        return new NewApiKeyDto(ApiKeyDto.From(key.Value), secret);
    }
}
