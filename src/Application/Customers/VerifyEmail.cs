using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Customers;

/// <summary>Marks the e-mail address as its owner's. 422 <c>token.invalid</c> for a token that is used, expired, replaced or none.</summary>
public sealed record VerifyEmail(string Token) : ICommand
{
    public override string ToString() => nameof(VerifyEmail);
}

internal sealed class VerifyEmailHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<VerifyEmail, Result>
{
    public async Task<Result> Handle(VerifyEmail command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var owner = await db.RedeemTokenAsync(TokenKind.VerifyEmail, command.Token, now, cancellationToken);
        if (owner.IsFailure)
            return owner.Error;

        caller.Notes.Concerns(owner.Value.Id);
        owner.Value.VerifyEmail(now);
        await db.SaveChangesAsync(cancellationToken);
        return Result.Success;
    }
}
