using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Mail;

public static class MailErrors
{
    /// <summary>404.</summary>
    public static readonly Error NotFound = Error.NotFound("mail.not_found", "There is no such mail.");

    /// <summary>409: only a dead mail can be tried again; a queued one is tried anyway.</summary>
    public static Error NotDead(MailStatus status) =>
        Error.Conflict("mail.not_dead", $"The mail is {EnumText<MailStatus>.Of(status)}; only a dead one can be sent again.");
}
