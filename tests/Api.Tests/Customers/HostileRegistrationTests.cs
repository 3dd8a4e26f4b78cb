using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Customers;

/// <summary>What is not a registration: a 4xx that names the field, and nobody registered.</summary>
public sealed class HostileRegistrationTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    public static TheoryData<string, string> Values()
    {
        var huge = $"\"{new string('a', 100_000)}\"";
        string[] names =
        [
            "null", "1", "true", "[]", "{}", "\"\"", "\"  \"", huge, "\"<script>alert(1)</script>\"", "\"Robert'); drop table customers;--\"",
            "\"$(reboot)\"", "\"`id`\"", "\"../../etc/passwd\"", "\"Eve\\r\\nBcc: all@example.com\"", "\"Eve\\u0000\"", "\"Eve\\u202eevE\"",
            "\"E\\u200bve\"", "\"Eve\\ud83d\\ude00\"", "\"{{7*7}}\"", "\"Eve\\u0007\"", "\"E\\u2028ve\"",
        ];
        string[] emails =
        [
            "null", "1", "[]", "\"\"", huge, "\"a\"", "\"a@b\"", "\"a@b.co\\r\\nBcc: all@b.co\"", "\"a@b.co, c@d.co\"", "\"a\\u0000@b.co\"",
            "\"'; drop table customers; --@b.co\"", "\"\\u0430dmin@example.com\"", "\"admin@ex\\u0430mple.com\"", "\"a@[127.0.0.1]\"",
        ];
        string[] passwords =
            ["null", "1", "\"\"", "\"short\"", "\"alllowercase1!\"", "\"ALLUPPERCASE1!\"", "\"NoDigits!!\"", "\"NoSpecial11\"", huge];
        string[] optional = ["1", "{}", huge, "\"<b>\"", "\"x\\r\\ny\"", "\"x\\u0000\""];

        var rows = new TheoryData<string, string>
        {
            { "roles", "[\"admin\"]" },
            { "id", "\"0193b000-0000-7000-8000-000000000001\"" },
            { "is_admin", "true" },
        };
        Add("first_name", names);
        // People with one name have none: what is empty is no mistake.
        Add("last_name", [.. names.Except(["null", "\"\"", "\"  \""])]);
        Add("email", emails);
        Add("password", passwords);
        Add("accept_terms", "null", "false", "\"true\"", "1");
        foreach (var name in new[] { "phone", "company", "country", "timezone", "language" })
            Add(name, optional);
        return rows;

        void Add(string name, params string[] values)
        {
            foreach (var value in values)
                rows.Add(name, value);
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task A_hostile_value_is_refused_by_the_name_of_its_field(string name, string json)
    {
        var body = TestCustomer.Registration("hostile@example.com");
        body.Remove(name);
        var text = body.ToJsonString()[..^1] + $",\"{name}\":{json}}}";

        using var http = api.CreateClient();
        using var content = new StringContent(text, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/api/v1/auth/register", UriKind.Relative), content);

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [name]);
        await using var db = api.Database.NewDb();
        (await db.Customers.CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("email")]
    [InlineData("password")]
    [InlineData("first_name")]
    [InlineData("accept_terms")]
    public async Task A_missing_field_is_named(string field)
    {
        var body = TestCustomer.Registration("hostile@example.com");
        body.Remove(field);
        using var http = api.CreateClient();
        using var response = await http.PostAsync("/api/v1/auth/register", (object)body);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [field]);
    }

    [Fact]
    public async Task Letters_of_every_script_are_welcome_in_names()
    {
        var body = TestCustomer.Registration(TestCustomer.NewEmail());
        (body["first_name"], body["last_name"]) = ("अमित", "Żółć-O’Brien");
        using var http = api.CreateClient();
        using var response = await http.PostAsync("/api/v1/auth/register", (object)body);
        var customer = await response.ShouldBeJsonAsync(HttpStatusCode.Created);
        (customer["first_name"]!.GetValue<string>(), customer["last_name"]!.GetValue<string>()).ShouldBe(("अमित", "Żółć-O’Brien"));
        await using var db = api.Database.NewDb();
        await db.Customers.ExecuteDeleteAsync();
    }
}
