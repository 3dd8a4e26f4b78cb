using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.SecondFactor;

namespace SaaSOdoo.Api.Auth;

/// <summary>
/// <c>X-Acting-For: &lt;customer id&gt;</c>: an operator's request is treated as that customer's, and the audit records both. Only where an
/// API key could do it too: what concerns the account itself (password, sessions, keys) stays the customer's own. And only for operators with a
/// second factor.
/// </summary>
internal static class Impersonation
{
    public const string Header = "X-Acting-For";

    /// <summary>After the endpoint's access is checked for the operator.</summary>
    public static void UseImpersonation(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (http.Request.Headers.TryGetValue(Header, out var header) && http.User.Identity?.IsAuthenticated == true
            && await RefusalAsync(http, header.ToString()) is { } refusal)
            await new ProblemResult(refusal).ExecuteAsync(http);
        else
            await next(http);
    });

    private static async Task<Error?> RefusalAsync(HttpContext http, string header)
    {
        var caller = http.RequestServices.GetRequiredService<Caller>();
        if (!caller.IsAdmin)
            return AccessErrors.Forbidden;
        if (http.GetEndpoint()?.Metadata.GetMetadata<EndpointAccess>()?.Scope is null)
            return AccessErrors.NotForOthers;
        var accounts = http.RequestServices.GetRequiredService<ICustomerLookup>();
        if (!await accounts.HasSecondFactorAsync(caller.CustomerId, http.RequestAborted))
            return SecondFactorErrors.OperatorNeedsOne;
        if (!CustomerId.TryParse(header, out var customer)
            || !await accounts.ExistsAsync(customer, http.RequestAborted))
            return CustomerErrors.NotFound();

        caller.ActFor(customer);
        return null;
    }
}
