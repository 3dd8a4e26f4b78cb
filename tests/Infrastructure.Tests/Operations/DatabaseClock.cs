using Npgsql;

namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>
/// Queues go by the database's clock. For connections of this host <c>statement_timestamp()</c> is a function of the test's, found
/// before PostgreSQL's own, that gives the time the test sets; other processes on the same database have the real one.
/// </summary>
internal sealed class DatabaseClock
{
    private readonly string name = Guid.CreateVersion7().ToString("N");
    private readonly string plain;

    public DatabaseClock(string connectionString, DateTimeOffset now)
    {
        plain = connectionString;
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = "test_clock,public,pg_catalog",
            Options = $"-c test_clock.name={name}",
        }.ConnectionString;
        Execute(
            """
            create schema if not exists test_clock;
            create table if not exists test_clock.clocks (name text primary key, at timestamptz not null);
            create or replace function test_clock.statement_timestamp() returns timestamptz stable language sql as
                'select at from test_clock.clocks where name = current_setting(''test_clock.name'')';
            """);
        Set(now);
    }

    public string ConnectionString { get; }

    public void Set(DateTimeOffset now) => Execute(
        "insert into test_clock.clocks values ($1, $2) on conflict (name) do update set at = excluded.at", name, now);

    private void Execute(string sql, params object[] values)
    {
        using var connection = new NpgsqlConnection(plain);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        command.ExecuteNonQuery();
    }
}
