using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Mail;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Mail;

internal sealed class PortalLinks(IOptions<PortalOptions> options) : ILinks
{
    public Uri Portal { get; } = new(options.Value.BaseUrl.TrimEnd('/') + "/");

    public Uri VerifyEmail(string token) => WithToken("account/verify-email", token);

    public Uri ResetPassword(string token) => WithToken("account/reset-password", token);

    public Uri AcceptInvitation(string token) => WithToken("account/accept-invitation", token);

    public Uri Invoice(InvoiceId id) => new(Portal, $"billing/invoices/{id.Value}");

    private Uri WithToken(string page, string token) => new(Portal, $"{page}#token={Uri.EscapeDataString(token)}");
}
