using System.Collections.Concurrent;
using Npgsql;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Payments;

/// <summary>
/// Messages that come at the same time are stored by one statement: whoever has the turn stores all that wait, and the others find theirs done.
/// One that comes alone waits for nothing.
/// </summary>
internal sealed class PaymentInbox(NpgsqlDataSource database, TimeProvider clock) : IPaymentInbox, IDisposable
{
    private const int AtOnce = 100;

    // A payment of another currency is none of this integration's: 8.00 ZWG must not pay 8.00 USD.
    // In the order of their hashes, so that two processes with the same messages do not wait for each other.
    private const string Insert = """
        insert into payment_messages (id, currency, hash, body, payment_id, times, received_at, last_received_at)
        select m.id, m.currency, m.hash, m.body, p.id, m.times, $7, $7
        from unnest($1, $2, $3, $4, $5, $6) as m (id, currency, hash, body, reference, times)
        left join payments p on p.reference = m.reference and p.currency = m.currency
        order by m.currency, m.hash
        on conflict (currency, hash)
            do update set times = payment_messages.times + excluded.times, last_received_at = excluded.last_received_at
        returning currency, hash, id, times, payment_id
        """;

    private readonly ConcurrentQueue<Entry> waiting = new();
    private readonly SemaphoreSlim turns = new(1);

    public async Task<KeptMessage> KeepAsync(InboxMessage message, CancellationToken cancellationToken)
    {
        var entry = new Entry(message);
        waiting.Enqueue(entry);

        // Who gives up before their turn is stored all the same by whoever comes next, and has not been answered: the message comes again.
        await turns.WaitAsync(cancellationToken);
        try
        {
            while (!entry.Kept.Task.IsCompleted)
                await StoreAsync(Take());
        }
        finally
        {
            turns.Release();
        }

        return await entry.Kept.Task;
    }

    public void Dispose() => turns.Dispose();

    private List<Entry> Take()
    {
        var taken = new List<Entry>();
        while (taken.Count < AtOnce && waiting.TryDequeue(out var entry))
            taken.Add(entry);
        return taken;
    }

    private async Task StoreAsync(List<Entry> entries)
    {
        try
        {
            await InsertAsync(entries);
        }
        catch (Exception e) when (entries.Count == 1)
        {
            entries[0].Kept.TrySetException(e);
        }
        catch (PostgresException)
        {
            // One that cannot be stored takes no other with it.
            foreach (var entry in entries)
                await StoreAsync([entry]);
        }
        catch (Exception e)
        {
            foreach (var entry in entries)
                entry.Kept.TrySetException(e);
        }
    }

    // Not cancelled by the one whose turn it is: the others wait for it, too.
    private async Task InsertAsync(List<Entry> entries)
    {
        var now = clock.GetUtcNow();
        var messages = entries.GroupBy(e => Key(e.Message.Currency.Code, e.Message.Hash), StringComparer.Ordinal).ToList();
        await using var command = database.CreateCommand(Insert);
        Add(messages.Select(_ => NewId.Of<PaymentMessageId>(now).Value));
        Add(messages.Select(m => m.First().Message.Currency.Code));
        Add(messages.Select(m => m.First().Message.Hash));
        Add(messages.Select(m => m.First().Message.Body));
        Add(messages.Select(m => m.First().Message.Reference));
        Add(messages.Select(m => m.Count()));
        command.Parameters.Add(new() { Value = now });

        var byKey = messages.ToDictionary(m => m.Key, StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            var (times, payment) = (reader.GetInt32(3), await reader.IsDBNullAsync(4, CancellationToken.None) ? (Guid?)null : reader.GetGuid(4));
            var same = byKey[Key(reader.GetString(0), reader.GetFieldValue<byte[]>(1))].ToList();
            for (var n = 0; n < same.Count; n++)
                same[n].Kept.TrySetResult(new(reader.GetGuid(2), times - same.Count + n + 1, payment));
        }

        void Add<T>(IEnumerable<T> values) => command.Parameters.Add(new() { Value = values.ToArray() });
    }

    private static string Key(string currency, byte[] hash) => currency + Convert.ToHexString(hash);

    private sealed record Entry(InboxMessage Message)
    {
        public TaskCompletionSource<KeptMessage> Kept { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
