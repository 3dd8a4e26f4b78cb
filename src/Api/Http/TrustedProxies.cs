using Microsoft.AspNetCore.HttpOverrides;

namespace SaaSOdoo.Api.Http;

internal static class TrustedProxies
{
    /// <summary>
    /// Believes X-Forwarded-For and -Proto of the networks in <c>TrustedProxies</c> (<c>["10.0.0.0/8"]</c>) and of nobody else:
    /// otherwise every caller could choose the address that limits and the audit see.
    /// </summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var networks = app.Configuration.GetSection("TrustedProxies").Get<string[]>() ?? [];
        if (networks.Length == 0)
            return;

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        app.UseForwardedHeaders(options);
    }
}
