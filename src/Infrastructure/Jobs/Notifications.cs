using System.Collections.Concurrent;
using System.Threading.Channels;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Hands notifications from PostgreSQL to those in this process whom they concern.</summary>
internal sealed class Notifications
{
    private readonly ConcurrentDictionary<Subscription, byte> subscriptions = new();
    private readonly ConcurrentDictionary<string, int> wakeUps = new(StringComparer.Ordinal);

    /// <summary>Hears of a topic from now on; several notifications while nobody looks are one wake-up.</summary>
    /// <param name="subject">Null: of every subject.</param>
    public Subscription Subscribe(string topic, string? subject = null) =>
        new(this, topic, subject is null ? _ => true : s => string.Equals(s, subject, StringComparison.Ordinal));

    /// <param name="wanted">Asked with each subject.</param>
    public Subscription Subscribe(string topic, Predicate<string> wanted) => new(this, topic, wanted);

    /// <param name="message"><c>topic:subject</c>.</param>
    public void Publish(string message)
    {
        var (topic, subject) = message.IndexOf(':', StringComparison.Ordinal) is var end and >= 0
            ? (message[..end], message[(end + 1)..])
            : (message, "");
        foreach (var subscription in subscriptions.Keys.Where(s => s.Concerns(topic, subject)))
        {
            wakeUps.AddOrUpdate(topic, 1, (_, n) => n + 1);
            subscription.Wake();
        }
    }

    /// <summary>After a reconnect nobody knows what was missed.</summary>
    public void WakeAll()
    {
        foreach (var subscription in subscriptions.Keys)
            subscription.Wake();
    }

    /// <summary>How many subscriptions notifications of a topic have woken so far.</summary>
    public int WakeUpsOf(string topic) => wakeUps.GetValueOrDefault(topic);

    public sealed class Subscription : IDisposable
    {
        private readonly Notifications owner;
        private readonly string topic;
        private readonly Predicate<string> wanted;
        private readonly Channel<byte> wakeUps = Channel.CreateBounded<byte>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public Subscription(Notifications owner, string topic, Predicate<string> wanted)
        {
            (this.owner, this.topic, this.wanted) = (owner, topic, wanted);
            owner.subscriptions.TryAdd(this, 0);
        }

        public void Wake() => wakeUps.Writer.TryWrite(0);

        /// <summary>Returns at the next notification, or after <paramref name="atMost"/>.</summary>
        public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
        {
            using var timeout = new CancellationTokenSource(atMost, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            try
            {
                await wakeUps.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Time is up: the caller looks anyway.
            }
        }

        public void Dispose() => owner.subscriptions.TryRemove(this, out _);

        internal bool Concerns(string about, string subject) => string.Equals(about, topic, StringComparison.Ordinal) && wanted(subject);
    }
}
