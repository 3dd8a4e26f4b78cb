using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Mail;

/// <summary>
/// Addresses in the portal that people work with, for mails. A token stands in the fragment: browsers do not send that, so it is in no
/// log and in no <c>Referer</c>.
/// </summary>
public interface ILinks
{
    Uri Portal { get; }

    Uri VerifyEmail(string token);

    Uri ResetPassword(string token);

    Uri AcceptInvitation(string token);

    /// <summary>Where an invoice is seen and paid. It holds no token: who opens it logs in.</summary>
    Uri Invoice(InvoiceId id);
}
