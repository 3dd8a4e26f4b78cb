using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.SecondFactor;

namespace SaaSOdoo.Application.SecondFactor;

/// <summary>
/// Makes a secret for an authenticator program; nothing is asked for until a code of it is confirmed. With the password, so that a stolen
/// session cannot lock its owner out. 409 <c>second_factor.already_on</c>.
/// </summary>
public sealed record EnrolSecondFactor(string Password) : ICommand<EnrolmentDto>, ICountsFailures
{
    public override string ToString() => nameof(EnrolSecondFactor);
}

/// <param name="Secret">Base32, to be typed. Shown this once.</param>
/// <param name="Uri">The same as an <c>otpauth</c> address, for a link on the device itself.</param>
/// <param name="QrSvg">The address as a QR code to be scanned: an SVG document.</param>
public sealed record EnrolmentDto(string Secret, string Uri, string QrSvg)
{
    public override string ToString() => nameof(EnrolmentDto);
}

internal sealed class EnrolSecondFactorValidator : AbstractValidator<EnrolSecondFactor>
{
    public EnrolSecondFactorValidator() => RuleFor(c => c.Password).Follows(password => PasswordPolicy.CheckTyped("password", password));
}

internal sealed class EnrolSecondFactorPreparation(CallersPassword password) : IPreparation<EnrolSecondFactor>
{
    public Task PrepareAsync(EnrolSecondFactor command, CancellationToken cancellationToken) =>
        password.CompareAsync(command.Password, cancellationToken);
}

internal sealed class EnrolSecondFactorHandler(
    IAppDb db, CallersPassword password, ICaller caller, IRandomSecrets random, ISecretProtector protector, ITotp totp, TimeProvider clock)
    : IRequestHandler<EnrolSecondFactor, Result<EnrolmentDto>>
{
    private const string Issuer = "SaaSOdoo";

    public async Task<Result<EnrolmentDto>> Handle(EnrolSecondFactor command, CancellationToken cancellationToken)
    {
        var id = caller.CustomerId;
        var now = clock.GetUtcNow();
        var customer = (await db.LockedCustomerAsync(id, cancellationToken))!;
        var secret = random.Base32(Authenticator.SecretLength);
        var enrolled = customer.ConfirmPassword("password", password.IsOf(customer), now);
        if (!enrolled.IsFailure)
            enrolled = await EnrolAsync(id, protector.Protect(secret), now, cancellationToken);

        await db.SaveChangesAsync(cancellationToken);
        if (enrolled.IsFailure)
            return enrolled.Error;

        var (uri, qrSvg) = totp.Enrol(Issuer, customer.Email, secret);
        return new EnrolmentDto(secret, uri, qrSvg);
    }

    private async Task<Result> EnrolAsync(CustomerId id, string secret, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.SecondFactors.SingleOrDefaultAsync(f => f.CustomerId == id, cancellationToken) is { } last)
            return last.EnrolAgain(secret, now);

        db.SecondFactors.Add(Authenticator.Enrol(id, secret, now));
        return Result.Success;
    }
}
