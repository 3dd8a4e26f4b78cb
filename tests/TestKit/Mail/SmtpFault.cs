namespace SaaSOdoo.TestKit.Mail;

/// <summary>What the server does to a mail instead of taking it.</summary>
public enum SmtpFault
{
    None,

    /// <summary>451 to the recipient: later.</summary>
    Defer,

    /// <summary>550 to the recipient: never.</summary>
    Refuse,

    /// <summary>Says nothing any more after the mail.</summary>
    Hang,

    /// <summary>Closes the connection in the middle of the mail.</summary>
    Drop,

    /// <summary>Takes the mail, and closes the connection before it says so.</summary>
    TakeAndDrop,
}
