namespace SaaSOdoo.Infrastructure.Jobs.Retention;

/// <summary>Which rows of a table are over, and for how long they are kept then. All of it is SQL of ours, never input.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Column">Since when a row is over. Needs an index, with the condition as its filter or a part of it.</param>
/// <param name="KeepFor">Zero for what has its end written in it.</param>
internal sealed record RetentionRule(string Table, string Column, TimeSpan KeepFor)
{
    /// <summary>What else must hold, of the row <c>t</c>. Few rows that are old enough may fail it: they are met again at each purge.</summary>
    public string Condition { get; init; } = "true";

    /// <summary>$1 the instant before which a row must be over, $2 how many. What somebody has locked is left for the next time.</summary>
    public string Delete => $"""
        with due as materialized (
            select t.ctid from {Table} t where t.{Column} {(KeepFor > TimeSpan.Zero ? "<" : "<=")} $1 and {Condition}
            order by t.{Column} limit $2 for update of t skip locked)
        delete from {Table} where ctid = any(array(select ctid from due))
        """;
}
