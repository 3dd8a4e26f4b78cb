using System.Text.Json.Serialization;

namespace SaaSOdoo.Domain.Webhooks;

/// <summary>One try to hand an event over. Of the answer only the status is kept: its body is nobody's business but the receiver's.</summary>
/// <param name="HttpStatus">Null when there was no answer.</param>
/// <param name="Error">
/// Null on success: <c>http_status</c>, <c>redirect</c>, <c>timeout</c>, <c>name_not_found</c>, <c>address_not_public</c>,
/// <c>connection_failed</c>, <c>tls_failed</c>, <c>not_prepared</c> (the platform could not sign it).
/// </param>
/// <param name="DurationMs">Milliseconds until the answer's headers, or until it failed.</param>
public sealed record WebhookAttempt(DateTimeOffset At, int? HttpStatus, string? Error, int DurationMs)
{
    private const int Gone = 410;

    /// <summary>How long the receiver asked to be left alone (<c>Retry-After</c>); it decides the next attempt and is not kept.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    internal bool Succeeded => HttpStatus is >= 200 and < 300;

    internal bool IsGone => HttpStatus == Gone;
}
