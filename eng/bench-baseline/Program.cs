using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using SaaSOdoo.BenchBaseline;

// Signed messages of a payment gateway, no two alike, for eng/bench billing to send.
if (new ConfigurationBuilder().AddCommandLine(args).Build() is var asked && asked["messages"] is { } count)
{
    Messages.Write(int.Parse(count, CultureInfo.InvariantCulture), asked["key"]!, Console.Out);
    return;
}

// What eng/bench api measures the platform against: the least a server can do that answers the same question from the same
// database, which is the two reads of an authenticated GET of an instance and nothing else.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();

// Kept apart from the server's own configuration: the file also says where the platform listens.
var settings = new ConfigurationBuilder().AddJsonFile(builder.Configuration["settings"]!, optional: false).Build();
await using var database = NpgsqlDataSource.Create(settings.GetConnectionString("Platform")!);
var app = builder.Build();
app.Urls.Add(builder.Configuration["listen"]!);

app.MapGet("/api/v1/instances/{id:guid}", async (Guid id, HttpContext http) =>
{
    var token = http.Request.Headers.Authorization.ToString()["Bearer ".Length..];
    await using var connection = await database.OpenConnectionAsync(http.RequestAborted);

    await using var session = new NpgsqlCommand(Reads.Session, connection) { Parameters = { new() { Value = SHA256.HashData(Encoding.UTF8.GetBytes(token)) } } };
    if (await session.ExecuteScalarAsync(http.RequestAborted) is not Guid customer)
        return Results.Unauthorized();

    await using var instance = new NpgsqlCommand(Reads.Instance, connection) { Parameters = { new() { Value = id }, new() { Value = customer } } };
    await using var row = await instance.ExecuteReaderAsync(http.RequestAborted);
    return await row.ReadAsync(http.RequestAborted) ? Results.Bytes(Reads.ToJson(row), "application/json") : Results.NotFound();
});

// A bare endpoint that keeps each message once.
app.MapPost("/inbox", async (HttpContext http) =>
{
    using var body = new MemoryStream();
    await http.Request.Body.CopyToAsync(body, http.RequestAborted);
    await using var insert = database.CreateCommand(Messages.Insert);
    insert.Parameters.Add(new() { Value = SHA256.HashData(body.ToArray()) });
    insert.Parameters.Add(new() { Value = Encoding.UTF8.GetString(body.ToArray()) });
    await insert.ExecuteNonQueryAsync(http.RequestAborted);
    return Results.Ok();
});

await app.RunAsync();
