using FluentValidation;
using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Sessions;

namespace SaaSOdoo.Application.Customers;

/// <summary>Opens an account; the terms must be accepted. 409 <c>customer.email_taken</c> when the e-mail address has one.</summary>
/// <param name="LastName">Left out by people who have one name.</param>
/// <param name="Phone">As it is dialled in the country, or in international form; kept as E.164: <c>+263771234567</c>.</param>
/// <param name="Country">ISO 3166 alpha-2.</param>
/// <param name="Timezone">IANA name; kept under its canonical one.</param>
/// <param name="Language">ISO 639-1, with a country where it matters: <c>en_GB</c>.</param>
public sealed record RegisterCustomer(
    string Email,
    string Password,
    string FirstName,
    bool AcceptTerms,
    string? LastName = null,
    string? Phone = null,
    string? Company = null,
    string? Country = null,
    string? Timezone = null,
    string? Language = null,
    bool MarketingConsent = false) : ICommand<CustomerDto>
{
    // A record prints all its members; this one holds a password.
    public override string ToString() => nameof(RegisterCustomer);

    internal Result<CustomerProfile> Profile(ProfileFactory profiles) =>
        profiles.Create(FirstName, LastName, Phone, Company, Country, Timezone, Language);
}

internal sealed class RegisterCustomerValidator : AbstractValidator<RegisterCustomer>
{
    public RegisterCustomerValidator(ProfileFactory profiles)
    {
        RuleFor(c => c.Email).Follows(email => Email.Create("email", email));
        RuleFor(c => c.Password).Follows(password => PasswordPolicy.Check("password", password));
        RuleFor(c => c).Follows(c => c.Profile(profiles));
        RuleFor(c => c.AcceptTerms).Equal(true).WithMessage("The terms must be accepted to open an account.");
    }
}

internal sealed class RegisterCustomerPreparation(ICaller caller, IPasswordHasher hasher) : IPreparation<RegisterCustomer>
{
    public string Hash { get; private set; } = "";

    public async Task PrepareAsync(RegisterCustomer command, CancellationToken cancellationToken) =>
        Hash = await hasher.HashAsync(command.Password, caller.IpAddress, cancellationToken);
}

internal sealed class RegisterCustomerHandler(
    IAppDb db, RegisterCustomerPreparation password, ICaller caller, IMailOutbox outbox, ILinks links, IRandomSecrets random,
    ProfileFactory profiles, TimeProvider clock)
    : IRequestHandler<RegisterCustomer, Result<CustomerDto>>
{
    public async Task<Result<CustomerDto>> Handle(RegisterCustomer command, CancellationToken cancellationToken)
    {
        var (now, token) = (clock.GetUtcNow(), random.Token());
        var (email, profile) = (Email.Create("email", command.Email).Value, command.Profile(profiles).Value);
        var customer = Customer.Register(email, profile, password.Hash, command.MarketingConsent, now);
        db.Customers.Add(customer);
        db.KnownDevices.Add(KnownDevice.Of(customer.Id, new SessionOrigin(caller.IpAddress, caller.UserAgent), now));
        db.OneTimeTokens.Add(OneTimeToken.Issue(customer.Id, TokenKind.VerifyEmail, SessionTokens.Hash(token), now));
        outbox.PostLink(MailTemplate.WelcomeAndVerify, customer, links.VerifyEmail(token), TokenKind.VerifyEmail);
        var saved = await db.SaveUniqueAsync(e => e.Constraint == "ux_customers_email" ? CustomerErrors.EmailTaken : null, cancellationToken);
        if (saved.IsFailure)
            return saved.Error;

        caller.Notes.Concerns(customer.Id);
        return CustomerDto.From(customer);
    }
}
