namespace SaaSOdoo.TestKit.Payments;

/// <summary>How the gateway answers to a payment that is to begin.</summary>
public enum PaynowFault
{
    None,

    /// <summary>It begins, and the answer never comes.</summary>
    NoAnswer,

    /// <summary>It begins and is paid, and the answer never comes.</summary>
    NoAnswerButPaid,

    /// <summary>It does not begin, and no answer comes either.</summary>
    NothingAtAll,

    /// <summary>It says that it failed, and asks the payer all the same.</summary>
    ErrorButBegun,

    /// <summary>It says that it failed, and takes the money all the same.</summary>
    ErrorButPaid,

    /// <summary>It says that it failed, and so it did.</summary>
    Error,

    /// <summary>HTTP 500; it does not begin.</summary>
    ServerError,

    /// <summary>The answer has a hash of another key; it begins.</summary>
    WrongHash,
}

/// <summary>What becomes of the messages about a change.</summary>
public enum PaynowCallbacks
{
    /// <summary>One for each change, again up to ten times while it is not taken.</summary>
    Deliver,

    /// <summary>None is sent.</summary>
    Lose,

    /// <summary>Each is sent three times, byte for byte.</summary>
    Repeat,

    /// <summary>They are kept until <see cref="FakePaynow.DeliverKeptAsync"/>, which sends the newest first.</summary>
    Keep,
}
