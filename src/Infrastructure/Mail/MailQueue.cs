using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>The mails table as a queue, the oldest first.</summary>
internal sealed class MailQueue(NpgsqlDataSource database, IOptions<MailOptions> options, TimeProvider clock)
    : LeasedQueue(database, Table, options.Value.Timeout + Margin, clock)
{
    public const string Pending = "status = 'queued'";

    // After the time-out of an attempt, so that a mail is not sent twice because a server is slow.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    public static QueueTable Table { get; } = new("mails", Topics.Mails, Pending);
}
