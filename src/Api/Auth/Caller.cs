using SaaSOdoo.Application.ApiKeys;
using SaaSOdoo.Application.Audit;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Auth;

/// <summary>The request's caller: address and agent from the start, the session or key once authentication found it.</summary>
internal sealed class Caller : ICaller
{
    public const string SecondFactorHeader = "X-Second-Factor";
    private const int UserAgentMaxLength = 500;
    private const int CodeMaxLength = 40;
    private AuthenticatedSession? session;
    private AuthenticatedKey? key;
    private CustomerId? actsFor;

    public bool IsKnown => session is not null || key is not null;

    public CustomerId CustomerId => actsFor ?? key?.CustomerId ?? session?.CustomerId
        ?? throw new InvalidOperationException("The endpoint is anonymous: it has no caller.");

    public CustomerId? OperatorId => actsFor is null ? null : session?.CustomerId;

    public SessionId SessionId => session?.SessionId ?? throw new InvalidOperationException("The caller has no session.");

    public ApiKeyId? ApiKeyId => key?.ApiKeyId;

    public IReadOnlyCollection<string> Scopes => key?.Scopes ?? [];

    public bool Has(string scope) => key is null || Scopes.Contains(scope, StringComparer.Ordinal);

    public bool IsAdmin => actsFor is null && session?.Roles.Contains(Roles.Admin, StringComparer.Ordinal) == true;

    public string? IpAddress { get; private set; }

    public string? UserAgent { get; private set; }

    public string? SecondFactorCode { get; private set; }

    public string? TraceId { get; private set; }

    public bool IsPlatform { get; private set; } = true;

    public AuditNotes Notes { get; } = new();

    public void Receive(HttpContext http)
    {
        var agent = http.Request.Headers.UserAgent.ToString();
        IpAddress = http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
            ? mapped.MapToIPv4().ToString()
            : http.Connection.RemoteIpAddress?.ToString();
        SecondFactorCode = http.Request.Headers[SecondFactorHeader].ToString() is { Length: > 0 and <= CodeMaxLength } code ? code : null;
        UserAgent = agent.Length == 0 ? null : Cut(agent);
        TraceId = http.TraceIdentifier;
        IsPlatform = false;
    }

    // Half of a character beyond the basic plane cannot be stored.
    private static string Cut(string agent) =>
        agent.Length <= UserAgentMaxLength ? agent
        : agent[..(char.IsHighSurrogate(agent[UserAgentMaxLength - 1]) ? UserAgentMaxLength - 1 : UserAgentMaxLength)];

    public void Identify(AuthenticatedSession found) => session = found;

    public void Identify(AuthenticatedKey found) => key = found;

    /// <summary>From here on the operator's request is the customer's.</summary>
    public void ActFor(CustomerId customer) => actsFor = customer;
}
