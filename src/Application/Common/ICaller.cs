using SaaSOdoo.Application.Audit;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Common;

/// <summary>Who sends the request: set once by authentication, read by ownership checks.</summary>
public interface ICaller
{
    /// <summary>Whether anybody is known: false on anonymous endpoints.</summary>
    bool IsKnown { get; }

    /// <summary>For whom the request acts: the customer behind the session or key, or the one an operator acts for.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is anonymous; a handler that asks is wired wrongly.</exception>
    CustomerId CustomerId { get; }

    /// <summary>The operator who acts for <see cref="CustomerId"/>; null when customers act for themselves.</summary>
    CustomerId? OperatorId { get; }

    /// <summary>The session presented, so that logout revokes exactly this one.</summary>
    /// <exception cref="InvalidOperationException">An API key was presented, or nothing.</exception>
    SessionId SessionId { get; }

    /// <summary>The API key presented; null for a session.</summary>
    ApiKeyId? ApiKeyId { get; }

    /// <summary>Whether the caller may do what needs the scope: a key that has it, and every session.</summary>
    bool Has(string scope);

    /// <summary>An operator of the platform who acts as such: with a session, and not for a customer.</summary>
    bool IsAdmin { get; }

    /// <summary>Where the request came from, as text; null when unknown.</summary>
    string? IpAddress { get; }

    string? UserAgent { get; }

    /// <summary>What came as <c>X-Second-Factor</c>; null when nothing did. Whether it is right is for the command to find out.</summary>
    string? SecondFactorCode { get; }

    /// <summary>What the answer names as <c>X-Request-Id</c>; null without a request.</summary>
    string? TraceId { get; }

    /// <summary>No request is behind it: a worker of the platform.</summary>
    bool IsPlatform { get; }

    /// <summary>What the request turns out to concern, for the audit.</summary>
    AuditNotes Notes { get; }
}
