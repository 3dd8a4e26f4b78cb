using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Auth;

/// <summary>The request's caller: address and agent from the start, the session once authentication found it.</summary>
internal sealed class Caller : ICaller
{
    private const int UserAgentMaxLength = 500;
    private AuthenticatedSession? session;

    public CustomerId CustomerId => Session.CustomerId;

    public SessionId SessionId => Session.SessionId;

    public bool IsAdmin => session?.Roles.Contains(Roles.Admin, StringComparer.Ordinal) == true;

    public string? IpAddress { get; private set; }

    public string? UserAgent { get; private set; }

    private AuthenticatedSession Session => session ?? throw new InvalidOperationException("The endpoint is anonymous: it has no caller.");

    public void Receive(HttpContext http)
    {
        var agent = http.Request.Headers.UserAgent.ToString();
        IpAddress = http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
            ? mapped.MapToIPv4().ToString()
            : http.Connection.RemoteIpAddress?.ToString();
        UserAgent = agent.Length == 0 ? null : agent[..Math.Min(agent.Length, UserAgentMaxLength)];
    }

    public void Identify(AuthenticatedSession found) => session = found;
}
