using System.Text.Json.Nodes;

namespace SaaSOdoo.EndToEnd.Tests;

/// <param name="Id">Position, to resume after.</param>
public sealed record FeedMessage(long Id, string Event, JsonObject Data);

internal static class OperationFeed
{
    /// <summary>Reads an operation's event stream until the server ends it.</summary>
    public static async Task<IReadOnlyList<FeedMessage>> ReadAsync(HttpClient http, Guid operation, long? after = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/operations/{operation}/events");
        if (after is not null)
            request.Headers.Add("Last-Event-ID", after.ToString());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
        var messages = new List<FeedMessage>();
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            // A comment (": keep-alive") is no message, and neither is the blank line after it.
            if (line.StartsWith(':') || (line.Length == 0 && fields.Count == 0))
                continue;
            if (line.Split(": ", 2) is [var name, var value])
            {
                fields[name] = value;
                continue;
            }

            messages.Add(new(long.Parse(fields["id"]), fields["event"], JsonNode.Parse(fields["data"])!.AsObject()));
            fields.Clear();
        }

        return messages;
    }
}
