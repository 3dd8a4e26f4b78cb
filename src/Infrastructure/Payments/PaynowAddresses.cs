using Microsoft.Extensions.Options;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Infrastructure.Payments;

/// <summary>Which addresses in PayNow's answers are followed: a signature does not make an address in our own network harmless.</summary>
internal sealed class PaynowAddresses(IOptions<PaynowOptions> options)
{
    public Uri InitiateWeb => At("interface/initiatetransaction");

    public Uri InitiateExpress => At("interface/remotetransaction");

    public Uri Trace => At("interface/trace");

    public bool MayFollow(Uri address) => address.IsAbsoluteUri && address.UserInfo.Length == 0
        && (IsSameSite(address, PaynowOptions.Gateway) || IsSameSite(address, options.Value.BaseUrl));

    /// <summary>Null when it is no address, or may not be followed.</summary>
    public Uri? Followed(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.AbsoluteUri.Length <= Payment.UrlMaxLength && MayFollow(address)
            ? address
            : null;

    private Uri At(string path) => new($"{options.Value.BaseUrl.AbsoluteUri.TrimEnd('/')}/{path}");

    private static bool IsSameSite(Uri address, Uri site) =>
        address.Scheme == site.Scheme && address.Port == site.Port && address.Host.Equals(site.Host, StringComparison.OrdinalIgnoreCase);
}
