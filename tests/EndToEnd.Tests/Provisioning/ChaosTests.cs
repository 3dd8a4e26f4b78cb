using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Provisioning;

/// <summary>
/// Random damage to three instances while operations run; at the end all are as wanted and nothing of theirs is lost. The seed is printed and
/// gives the same damage again: <c>eng/chaos SEED ROUNDS</c>.
/// </summary>
[Collection(EndToEnd.Name)]
public sealed class ChaosTests(OdooPlatform platform, RunningInstances running) : IClassFixture<RunningInstances>, IAsyncLifetime
{
    private const int Instances = 3;
    private const string Marker = "/var/lib/odoo/chaos-marker";
    private static readonly int Rounds = int.Parse(Requires.Settings["CHAOS_ROUNDS"] ?? "12", CultureInfo.InvariantCulture);
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(4);
    private readonly int seed = Requires.Settings["CHAOS_SEED"] is { } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : RandomNumberGenerator.GetInt32(int.MaxValue);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        platform.SwitchOn();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Instances_are_as_wanted_and_whole_after_random_damage_while_operations_run()
    {
        Console.WriteLine($"chaos: seed {seed}, {Rounds} rounds");
        var random = new Random(seed);
        var damage = new Damage(platform, TimeSpan.FromSeconds(Rounds > 12 ? 20 : 5));

        // An outage of seconds and a lost label, which waits for its next try, take too long for the tests of every day.
        string[] kinds = Requires.Settings["CHAOS_DAMAGES"]?.Split(',')
            ?? [.. damage.Kinds.Keys.Where(kind => Rounds > 12 || kind != "label").Order(StringComparer.Ordinal)];
        var instances = await MarkedAsync();
        for (var round = 1; round <= Rounds; round++)
        {
            // Always as many draws, whatever happens: the same seed is the same damage.
            var (victim, kind, asked) = (instances[random.Next(Instances)], kinds[random.Next(kinds.Length)], instances[random.Next(Instances)]);
            var (action, pause) = (random.Next(8), TimeSpan.FromMilliseconds(random.Next(1000)));
            Console.WriteLine($"chaos: round {round}: {kind} of {victim.Container}, action {action} of {asked.Container}");
            var operation = AskAsync(asked, action, round);
            await Task.Delay(pause);
            await damage.Kinds[kind](victim);
            await operation;
        }

        foreach (var instance in instances)
            await SettlesAsync(instance);
        await HealsAreVisibleAsync();
    }

    private async Task<List<OdooInstance>> MarkedAsync()
    {
        var instances = new List<OdooInstance>();
        for (var index = 0; index < Instances; index++)
        {
            var instance = await running.GetAsync(index);
            await platform.Postgres.ExecuteAsync(
                $"create table chaos_marker (text text); insert into chaos_marker values ('{instance.Id}')", instance.Database);
            await DockerCommand.RunAsync("exec", instance.Container, "sh", "-c", $"echo {instance.Id} > {Marker}");
            instances.Add(instance);
        }

        return instances;
    }

    // What is not possible just now, or is under way already, is refused: that is an answer as well.
    private static async Task AskAsync(OdooInstance instance, int action, int round)
    {
        using var answer = action switch
        {
            0 => await PostAsync("stop"),
            1 or 2 => await PostAsync("start"),
            3 => await PostAsync("restart"),
            4 => await instance.Owner.Http.PutAsJsonAsync(
                instance.Path,
                (await instance.GetAsync()).ToChange().With("environment_vars", new JsonObject { ["CHAOS"] = round.ToString(CultureInfo.InvariantCulture) })),
            _ => null,
        };
        answer?.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.Conflict);

        Task<HttpResponseMessage> PostAsync(string name) =>
            instance.Owner.Http.PostAsJsonAsync($"{instance.Path}/actions", new JsonObject { ["action"] = name });
    }

    private async Task SettlesAsync(OdooInstance instance)
    {
        await BecomesTrueAsync(
            instance, async () => await instance.StatusAsync() is "running" or "stopped" && !(await instance.OperationsAsync()).Any(IsActive));
        if (await instance.StatusAsync() == "stopped")
            await instance.DoAsync("start");

        // Seen well, and not only believed to be.
        await BecomesTrueAsync(
            instance,
            async () => await instance.StatusAsync() == "running" && await OdooRpc.ShowsLoginAsync(await instance.UrlAsync())
                && !(await instance.OperationsAsync()).Any(IsActive));
        (await InstanceResources.OfAsync(platform, instance)).ShouldBe(InstanceResources.OneOfEach(instance));
        (await platform.Postgres.ColumnAsync("select text from chaos_marker", instance.Database)).ShouldBe([instance.Id.ToString()]);
        (await DockerCommand.RunAsync("exec", instance.Container, "cat", Marker)).ShouldBe(instance.Id.ToString());
    }

    // Chance does not do the same again at once: a failure tells all that there is to know.
    private static async Task BecomesTrueAsync(OdooInstance instance, Func<Task<bool>> condition)
    {
        try
        {
            await Eventually.BecomesTrueAsync(condition, Settling);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"""
                {e.Message} The instance: {await instance.GetAsync()}
                Its operations, the newest first: {string.Join(Environment.NewLine, (await instance.OperationsAsync()).Take(5))}
                Its Odoo: {await DockerCommand.RunAsync("logs", "--tail", "30", instance.Container)}
                """,
                e);
        }
    }

    private async Task HealsAreVisibleAsync()
    {
        var heals = await platform.Database.Server.ColumnAsync(
            "select count(*) from operations where kind = 'heal' and finished_at is not null", platform.DatabaseName);
        int.Parse(heals[0], CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);
        (await platform.Database.Server.ColumnAsync(
            """
            select o.id from operations o where o.kind = 'heal' and o.finished_at is not null and not (
                exists (select from events e where e.subject = o.id and e.name = 'operation.queued')
                and exists (select from events e where e.subject = o.id and e.name = 'operation.finished'))
            """,
            platform.DatabaseName)).ShouldBeEmpty();
    }

    private static bool IsActive(JsonNode operation) => operation.Text("status") is "queued" or "running";
}
