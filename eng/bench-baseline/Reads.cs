using System.Buffers;
using System.Text.Json;
using Npgsql;

namespace SaaSOdoo.BenchBaseline;

internal static class Reads
{
    public const string Session = """
        select s.customer_id from sessions s join customers c on c.id = s.customer_id
        where s.token_hash = $1 and s.revoked_at is null and s.expires_at > now() and c.status = 'active'
        """;

    public const string Instance = """
        select i.* from instances i join tenants t on t.id = i.tenant_id where i.id = $1 and t.customer_id = $2
        """;

    /// <summary>Every column as it comes, so that the baseline also follows the table when it changes.</summary>
    public static ReadOnlyMemory<byte> ToJson(NpgsqlDataReader row)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        for (var i = 0; i < row.FieldCount; i++)
        {
            json.WritePropertyName(row.GetName(i));
            Write(json, row, i);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, NpgsqlDataReader row, int column)
    {
        switch (row.GetValue(column))
        {
            case string text when row.GetDataTypeName(column) == "jsonb": json.WriteRawValue(text); break;
            case string text: json.WriteStringValue(text); break;
            case Guid id: json.WriteStringValue(id); break;
            case DateTime time: json.WriteStringValue(time); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case long number: json.WriteNumberValue(number); break;
            case int number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(number); break;
            default: json.WriteNullValue(); break;
        }
    }
}
