using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SaaSOdoo.Api.Tests.Instances;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

/// <summary>One format of times, in what commands and queries answer and in events, however they reach their reader.</summary>
public sealed partial class TimeFormatTests(InstanceApi api) : IClassFixture<InstanceApi>
{
    [Fact]
    public async Task Every_time_has_six_digits_and_a_z()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await customer.OpenTenantOnTrialAsync();
        using var created = await customer.Http.PostAsJsonAsync(InstanceApi.Path, InstanceApi.Body(tenant));
        var text = await created.Content.ReadAsStringAsync();
        var instance = JsonNode.Parse(text)!;
        await api.FinishAsync(instance["id"]!.GetValue<Guid>());
        var answers = new List<string> { text };
        foreach (var path in new[]
        {
            "auth/me", "auth/sessions", $"tenants/{tenant}", "subscriptions", $"instances/{instance["id"]}", $"operations/{instance["operation_id"]}",
            $"operations/{instance["operation_id"]}/events", $"events?tenant_id={tenant}", "audit",
        })
            answers.Add(await customer.Http.GetStringAsync($"/api/v1/{path}"));

        var times = answers.SelectMany(a => AnyTime().Matches(a)).Select(m => m.Value).ToList();
        times.Count.ShouldBeGreaterThan(20);
        times.Where(t => !TheFormat().IsMatch(t)).ShouldBeEmpty();
    }

    [GeneratedRegex("\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex AnyTime();

    [GeneratedRegex("^\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z\"$", RegexOptions.None, 1000)]
    private static partial Regex TheFormat();
}
