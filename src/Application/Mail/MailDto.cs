using AutoMapper;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Application.Mail;

/// <summary>What became of a mail. Never what it says: that may be a one-time link.</summary>
/// <param name="To">Recipient.</param>
/// <param name="Subject">Null until the first attempt.</param>
/// <param name="Attempts">Tries so far.</param>
/// <param name="NextAttemptAt">When a queued mail is tried (again); one that is being sent: when another worker would take over.</param>
/// <param name="LastError">What the mail server said to the last attempt; null when all is well.</param>
public sealed record MailDto(
    MailId Id,
    MailTemplate Template,
    MailStatus Status,
    CustomerId? CustomerId,
    string To,
    string? Subject,
    int Attempts,
    DateTimeOffset NextAttemptAt,
    string? LastError,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SentAt)
{
    private sealed class Map : Profile
    {
        public Map() => CreateProjection<OutgoingMail, MailDto>()
            .ForCtorParam(nameof(To), o => o.MapFrom(m => m.Recipient.Value))
            .ForCtorParam(nameof(Attempts), o => o.MapFrom(m => m.LeaseUntil == null ? m.Attempts : m.Attempts + 1))
            .ForCtorParam(nameof(NextAttemptAt), o => o.MapFrom(m => m.LeaseUntil ?? m.RunAfter));
    }
}
