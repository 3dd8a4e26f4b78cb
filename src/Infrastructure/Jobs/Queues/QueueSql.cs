namespace SaaSOdoo.Infrastructure.Jobs.Queues;

/// <summary>
/// The statements of a queue, and the only place where rows are locked for workers. Their time is the database's, so workers whose clocks
/// differ agree on who holds a lease. <c>statement_timestamp()</c> stays the same within a statement, which lets indexes be used.
/// </summary>
internal sealed class QueueSql
{
    private const string Now = "statement_timestamp()";
    private readonly QueueTable table;

    public QueueSql(QueueTable table)
    {
        this.table = table;
        Claim = table.Partition is null ? ClaimOldest() : ClaimFairly(table.Partition);
        Extend = $"""
            with held as (
                select t.id, t.fence, t.fence = given.fence as own from {table.Name} t
                join unnest($1::uuid[], $2::int[]) as given(id, fence)
                    on given.id = t.id and (given.fence = t.fence or (given.fence = t.fence - 1 and not ({table.Pending})))
                where t.lease_owner = $3),
            free as materialized (
                select t.id from {table.Name} t join held on held.id = t.id and held.fence = t.fence FOR NO KEY UPDATE OF t SKIP LOCKED),
            extended as (
                update {table.Name} t set lease_until = {Now} + $4 from free where t.id = free.id)
            select id from held where own
            """;
        Release = Free($"id = any($1) and ({table.Pending}) and (id, fence) in (select * from unnest($1, $5))");
        LetGo = Free($"id = $1 and not ({table.Pending}) and fence <= $5 + 1");
        NextDue = $"select min(run_after) - {Now} from {table.Name} where {table.Pending} and run_after > {Now}";
    }

    /// <summary>$1 how many, $2 owner, $3 how long; fair ones: $4 partitions to leave out. Gives id and fence, those first whose turn comes first, and the partitions it looked at.</summary>
    public string Claim { get; }

    /// <summary>
    /// $1 ids, $2 fences, $3 owner, $4 how long. Gives the ids that are still the owner's. A row that somebody has locked is not waited
    /// for, so a heartbeat can neither hang nor take part in a deadlock; its lease is extended the next time. A row that was ended while its
    /// owner is at it (cancelled: one fence further) is lost, and its lease lasts all the same until the owner lets go.
    /// </summary>
    public string Extend { get; }

    /// <summary>$1 ids, $2 owner, $3 channel, $4 message, $5 fences.</summary>
    public string Release { get; }

    /// <summary>$1 id, $2 owner, $3 channel, $4 message, $5 fence: a later run of the same process keeps its own lease.</summary>
    public string LetGo { get; }

    /// <summary>How long until the next row is due that is not yet.</summary>
    public string NextDue { get; }

    /// <summary>Pending, leased, and since when the oldest is due.</summary>
    public static string Count(QueueTable table) => $"""
        select (select count(*) from {table.Name} where {table.Pending} and (lease_until is null or lease_until < {Now})),
               (select count(*) from {table.Name} where lease_until >= {Now}),
               (select min(run_after) from {table.Name} where {table.Pending} and run_after <= {Now} and (lease_until is null or lease_until < {Now}))
        """;

    private string Claimable => $"{table.Pending} and t.run_after <= {Now} and (t.lease_until is null or t.lease_until < {Now}){Exclusively}";

    private string Exclusively => table.Exclusive is null ? "" : $"""
         and not exists (
            select from {table.Name} other
            where other.{table.Exclusive} = t.{table.Exclusive} and other.id <> t.id and other.lease_until >= {Now})
        """;

    // Rows are updated by an array of their ids: joined, the planner would take them for many and read the whole table.
    // A lease that ran out was an attempt that nobody recorded.
    private string Set => $"""
        lease_owner = $2, lease_until = {Now} + $3, fence = t.fence + 1,
        attempts = t.attempts + case when t.lease_until is null then 0 else 1 end{(table.OnClaim is null ? "" : $", {table.OnClaim}")}
        """;

    private string Free(string condition) => $"""
        with freed as (
            update {table.Name} set lease_owner = null, lease_until = null where lease_owner = $2 and {condition} returning id)
        select pg_notify($3, $4) from freed limit 1
        """;

    private string ClaimOldest() => $"""
        with due as materialized (
            select t.id from {table.Name} t where {Claimable} order by t.run_after limit $1 FOR NO KEY UPDATE SKIP LOCKED)
        update {table.Name} t set {Set} where t.id = any(array(select id from due)) returning t.id, t.fence, null::text
        """;

    /// <summary>
    /// Partition by partition along the index, never through all rows of one: peeks at the first that are due in each, gives each row its
    /// turn after those that its partition has leased already, and takes the lowest turns. The rows are locked only then, so a locked one
    /// is passed over for the next of its partition. Rows in the background come after all others, whatever their turn, and no more of them
    /// than their owner may have. It does not begin when nothing is due, however many wait for another try. The walk ends with null, which stands for the rows without a partition.
    /// </summary>
    private string ClaimFairly(string partition) => $"""
        with recursive partitions(key) as (
            (select {partition} from {table.Name} where {table.Pending} and {AnyDue} order by {partition} limit 1)
            union all
            select (select t.{partition} from {table.Name} t where {table.Pending} and t.{partition} > p.key order by t.{partition} limit 1)
            from partitions p where p.key is not null),
        busy as materialized (
            select {partition} as key, {Group} as grp, {Background("")} and lease_owner = $2 as own_background
            from {table.Name} where lease_until >= {Now}),
        loads as (
            select key, count(*) as n from busy group by key),
        due as (
            select p.key, peek.grp, peek.run_after, peek.background,
                   coalesce(l.n, 0) + row_number() over (partition by p.key order by peek.background, peek.run_after) as turn
            from partitions p left join loads l on l.key is not distinct from p.key
            cross join lateral (
                {FirstOf(partition, $"t.run_after, {Group} as grp, {Background("t.")} as background", "p.key", $"limit least($1, greatest({table.PerPartition} - coalesce(l.n, 0), 0))")}) peek
            where coalesce(p.key::text, '') <> all($4)),
        turns as (
            select d.key, d.run_after, d.turn, d.background,
                   coalesce(g.n, 0) + row_number() over (partition by d.grp order by d.background, d.turn, d.run_after) as group_turn
            from due d left join (select grp, count(*) as n from busy group by grp) g on g.grp is not distinct from d.grp),
        ranked as (
            select *, row_number() over (partition by background order by group_turn, turn, run_after) as rank
            from turns where group_turn <= {table.PerGroup}),
        chosen as (
            select key, row_number() over (order by background, group_turn, turn, run_after) as place from ranked
            where not background or rank + (select count(*) from busy where own_background) <= {table.BackgroundPerOwner}
            order by place limit $1),
        quotas as materialized (
            select key, count(*) as n, array_agg(place order by place) as places from chosen group by key),
        taken as materialized (
            select locked.id, q.places[row_number() over (partition by q.key)] as place from quotas q cross join lateral (
                {FirstOf(partition, "t.id", "q.key", "limit q.n FOR NO KEY UPDATE SKIP LOCKED")}) locked),
        claimed as (
            update {table.Name} t set {Set} where t.id = any(array(select id from taken)) returning t.id, t.fence),
        answer as (
            select c.id, c.fence, null::text as seen, t.place from claimed c join taken t on t.id = c.id
            union all select null, null, coalesce(key::text, ''), null from quotas)
        select id, fence, seen from answer order by place
        """;

    // Null is asked for by itself, and in the order of the whole index: PostgreSQL does not see that a column that is null needs no sorting.
    // In subqueries, because it locks no rows of a union.
    private string FirstOf(string partition, string columns, string key, string limit) => $"""
        select * from (
            select {columns} from {table.Name} t
            where t.{partition} = {key} and {Claimable} order by {Order} {limit}) given
        union all select * from (
            select {columns} from {table.Name} t
            where {key} is null and t.{partition} is null and {Claimable} order by t.{partition}, {Order} {limit}) missing
        """;

    // The first of an index. Asked whether any exists, the planner may read the table to find one.
    private string AnyDue => $"(select min(due.run_after) from {table.Name} due where {table.Pending}) <= {Now}";

    private string Order => table.Background is null ? "t.run_after" : $"t.{table.Background}, t.run_after";

    private string Background(string alias) => table.Background is null ? "false" : $"{alias}{table.Background}";

    // Without groups each partition is its own.
    private string Group => table.Group ?? table.Partition!;
}
