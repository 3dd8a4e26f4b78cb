using MimeKit;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>Where mails go.</summary>
internal interface IMailTransport
{
    MailboxAddress From { get; }

    /// <summary>One sentence for the log at the start.</summary>
    string Description { get; }

    /// <param name="name">Names the mail's file: the same for every attempt.</param>
    /// <exception cref="MailNotTakenException">It was not taken.</exception>
    Task SendAsync(MimeMessage message, string name, CancellationToken cancellationToken);
}

/// <param name="reason">What the server said, for operators. Never anything of the mail's content.</param>
/// <param name="isFinal">Trying again is of no use.</param>
internal sealed class MailNotTakenException(string reason, bool isFinal, Exception? inner = null) : Exception(reason, inner)
{
    public bool IsFinal { get; } = isFinal;
}
