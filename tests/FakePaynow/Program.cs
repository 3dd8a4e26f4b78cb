using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Payments;

// The payment gateway of the tests as a program, for development: PORT PLATFORM FILE. It listens on PORT, tells the platform at the address
// PLATFORM, and writes the platform's settings for it into FILE once it listens.
await using var gateway = await FakePaynow.StartAsync(int.Parse(args[0], NumberStyles.None, CultureInfo.InvariantCulture));
var settings = new JsonObject();
foreach (var (key, value) in gateway.Settings(new($"{args[1]}/api/v1/webhooks/paynow"), new($"{args[1]}/swagger")))
{
    var place = settings;
    var parts = key.Split(':')[1..];
    foreach (var part in parts[..^1])
        place = (JsonObject)(place[part] ??= new JsonObject());
    place[parts[^1]] = value;
}

await File.WriteAllTextAsync($"{args[2]}.new", JsonSerializer.Serialize(settings));
File.Move($"{args[2]}.new", args[2], overwrite: true);
await gateway.WaitForShutdownAsync();
