using System.Net.Mail;
using Microsoft.Extensions.Options;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Payments;

/// <summary>Gathers all that is wrong, so that it is set right in one go. Never says a key.</summary>
internal sealed class PaynowOptionsValidator : IValidateOptions<PaynowOptions>
{
    public ValidateOptionsResult Validate(string? name, PaynowOptions options)
    {
        string[] failures = options.Integrations.Count == 0 ? [] : [.. General(options), .. options.Integrations.SelectMany(i => Of(i.Key, i.Value))];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> General(PaynowOptions options)
    {
        if (!IsAddress(options.BaseUrl))
            yield return "Paynow:BaseUrl must be an https address without query; http only on this machine.";
        if (!IsAddress(options.ResultUrl))
        {
            yield return "Paynow:ResultUrl must be the address, without query, at which the gateway reaches /api/v1/webhooks/paynow; "
                + "https unless on this machine.";
        }

        if (options.ReturnUrl is not { IsAbsoluteUri: true, Scheme: "https" or "http" })
            yield return "Paynow:ReturnUrl must be the address that payers come back to.";
        if (options.Timeout <= TimeSpan.Zero || options.Timeout > TimeSpan.FromMinutes(5))
            yield return "Paynow:Timeout must be positive and at most five minutes.";
        if (options.Concurrency < 1 || options.Poll <= TimeSpan.Zero)
            yield return "Paynow: Concurrency and Poll must be positive.";
    }

    private static IEnumerable<string> Of(string currency, PaynowIntegration integration)
    {
        var section = $"Paynow:Integrations:{currency}";
        if (Currency.Create("currency", currency).IsFailure)
            yield return $"{section}: the currency must be USD or ZWG, in capitals.";
        if (integration.Id.Length == 0 || !integration.Id.All(char.IsAsciiLetterOrDigit))
            yield return $"{section}:Id must be the number of the integration.";
        if (!Guid.TryParseExact(integration.Key, "D", out _))
            yield return $"{section}:Key must be the key of the integration, 32 hexadecimal digits with hyphens.";
        if (!MailAddress.TryCreate(integration.AuthEmail, out var email) || email.Address != integration.AuthEmail)
            yield return $"{section}:AuthEmail must be the e-mail address of the merchant's account.";
    }

    private static bool IsAddress(Uri? address) => address is { IsAbsoluteUri: true, Query: "", Fragment: "", UserInfo: "" }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
