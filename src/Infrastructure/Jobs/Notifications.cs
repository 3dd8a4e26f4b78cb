using System.Collections.Concurrent;
using System.Threading.Channels;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Hands notifications from PostgreSQL to whoever waits in this process.</summary>
internal sealed class Notifications
{
    private readonly ConcurrentDictionary<Subscription, byte> subscriptions = new();

    /// <summary>Hears of every change from now on; several changes while nobody looks are one wake-up.</summary>
    public Subscription Subscribe(Guid? subject = null) => new(this, subject);

    /// <param name="subject">Null wakes everybody: after a reconnect nobody knows what was missed.</param>
    public void Publish(Guid? subject)
    {
        foreach (var subscription in subscriptions.Keys)
            subscription.Offer(subject);
    }

    public sealed class Subscription : IDisposable
    {
        private readonly Notifications owner;
        private readonly Guid? wanted;
        private readonly Channel<byte> wakeUps = Channel.CreateBounded<byte>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public Subscription(Notifications owner, Guid? wanted)
        {
            (this.owner, this.wanted) = (owner, wanted);
            owner.subscriptions.TryAdd(this, 0);
        }

        public void Offer(Guid? subject)
        {
            if (wanted is null || subject is null || subject == wanted)
                wakeUps.Writer.TryWrite(0);
        }

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
    }
}
