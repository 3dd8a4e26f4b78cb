using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Customers;

public sealed class ProfileTests(CustomerApi api) : IClassFixture<CustomerApi>
{
    private const string Path = "/api/v1/customers/me";
    private const string Preferences = $"{Path}/preferences";

    [Fact]
    public async Task A_profile_is_changed_field_by_field_and_the_address_stays()
    {
        using var customer = await TestCustomer.RegisterUnverifiedAsync(api);
        using var full = await PutAsync(customer, Path, new()
        {
            ["first_name"] = "Rumbi",
            ["last_name"] = "Dube",
            ["phone"] = "+263771234567",
            ["company"] = "Dube & Co",
            ["country"] = "ZW",
            ["timezone"] = "Africa/Harare",
            ["language"] = "en",
            ["avatar_url"] = "https://images.example.com/r.png?size=2",
            ["marketing_consent"] = true,
        });
        var profile = await full.ShouldBeJsonAsync();
        foreach (var volatileMember in new[] { "id", "created_at", "last_login_at" })
            profile.Remove(volatileMember).ShouldBeTrue();
        profile.ToJsonString().ShouldBe(new JsonObject
        {
            ["email"] = customer.Email,
            ["first_name"] = "Rumbi",
            ["last_name"] = "Dube",
            ["phone"] = "+263771234567",
            ["company"] = "Dube & Co",
            ["country"] = "ZW",
            ["timezone"] = "Africa/Harare",
            ["language"] = "en",
            ["avatar_url"] = "https://images.example.com/r.png?size=2",
            ["roles"] = new JsonArray("customer"),
            ["status"] = "active",
            ["email_verified"] = false,
            ["marketing_consent"] = true,
        }.ToJsonString());

        using var one = await PutAsync(customer, Path, new() { ["last_name"] = "Moyo" });
        var renamed = await one.ShouldBeJsonAsync();
        (renamed["last_name"]!.GetValue<string>(), renamed["company"]!.GetValue<string>(), renamed["marketing_consent"]!.GetValue<bool>())
            .ShouldBe(("Moyo", "Dube & Co", true));

        using var bare = await PutAsync(customer, Path, new()
        {
            ["phone"] = null,
            ["company"] = null,
            ["country"] = null,
            ["timezone"] = null,
            ["language"] = null,
            ["avatar_url"] = null,
        });
        var emptied = await bare.ShouldBeJsonAsync();
        foreach (var member in new[] { "phone", "company", "country", "timezone", "language", "avatar_url" })
            emptied[member].ShouldBeNull(member);
        using var read = await customer.Http.GetAsync(Path);
        (await read.ShouldBeJsonAsync()).ToJsonString().ShouldBe(emptied.ToJsonString());
        read.Headers.ETag.ShouldBe(bare.Headers.ETag);
    }

    [Theory]
    [InlineData("0771234567", "ZW", "+263771234567")]
    [InlineData("263771234567", "ZW", "+263771234567")]
    [InlineData("00263771234567", "ZW", "+263771234567")]
    [InlineData("+263 77 123 4567", "ZW", "+263771234567")]
    [InlineData("0771234567", null, "+263771234567")]
    [InlineData("082 123 4567", "ZA", "+27821234567")]
    public async Task A_phone_number_is_taken_as_it_is_dialled_and_kept_in_international_form(string phone, string? country, string expected)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var changed = await PutAsync(customer, Path, new()
        {
            ["first_name"] = "Rumbi",
            ["last_name"] = "Dube",
            ["phone"] = phone,
            ["country"] = country,
            ["timezone"] = "Asia/Calcutta",
        });
        var profile = await changed.ShouldBeJsonAsync();
        profile["phone"]!.GetValue<string>().ShouldBe(expected);
        profile["timezone"]!.GetValue<string>().ShouldBe("Asia/Kolkata");
        using var read = await customer.Http.GetAsync(Path);
        (await read.ShouldBeJsonAsync())["phone"]!.GetValue<string>().ShouldBe(expected);
    }

    [Theory]
    [InlineData("avatar_url", "http://images.example.com/r.png")]
    [InlineData("avatar_url", "javascript:alert(1)")]
    [InlineData("avatar_url", "//images.example.com/r.png")]
    [InlineData("avatar_url", "https://user:secret@images.example.com/")]
    [InlineData("avatar_url", "https://images.example.com/\"onload=\"x")]
    [InlineData("avatar_url", "https://images.example.com/a b")]
    [InlineData("avatar_url", "https://ex\u0430mple.com/r.png")]
    [InlineData("avatar_url", "https:///r.png")]
    [InlineData("first_name", "<script>alert(1)</script>")]
    [InlineData("last_name", "Eve\r\nBcc: all@example.com")]
    [InlineData("phone", "0771")]
    [InlineData("phone", "+2630771234567")]
    [InlineData("company", "<b>")]
    [InlineData("country", "zz")]
    [InlineData("timezone", "../../etc/passwd")]
    [InlineData("timezone", "posix/Africa/Harare")]
    [InlineData("timezone", "localtime")]
    [InlineData("language", "??")]
    public async Task A_hostile_value_is_refused_by_field(string field, string value)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var refused = await PutAsync(customer, Path, new() { ["first_name"] = "Rumbi", ["last_name"] = "Dube", [field] = value });
        await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [field]);
    }

    [Theory]
    [InlineData(Path)]
    [InlineData(Preferences)]
    public async Task A_stale_version_is_refused_but_logging_in_makes_none_stale(string path)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var read = await customer.Http.GetAsync(path);
        var tag = read.Headers.ETag!.ToString();
        using var other = await customer.LogInAgainAsync(api);
        using var wrong = await api.LogInAsync(customer.Email, "Wrong-Horse-7");

        var body = path == Path ? new JsonObject { ["first_name"] = "A", ["last_name"] = "B" } : new JsonObject { ["theme"] = "dark" };
        using var first = await PutAsync(customer, path, body, tag);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Headers.ETag!.ToString().ShouldNotBe(tag);
        using var second = await PutAsync(other, path, body, tag);
        await second.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        using var third = await PutAsync(other, path, body, first.Headers.ETag.ToString());
        third.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Concurrent_updates_with_one_etag_succeed_once()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var read = await customer.Http.GetAsync(Path);
        var tag = read.Headers.ETag!.ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            using var put = await PutAsync(customer, Path, new() { ["first_name"] = "A", ["last_name"] = "B" }, tag);
            return put.StatusCode;
        }));
        answers.Count(s => s == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(s => s == HttpStatusCode.PreconditionFailed).ShouldBe(9);
    }

    [Fact]
    public async Task Preferences_have_defaults_to_which_null_goes_back()
    {
        const string defaults = """
            {"notifications":{"instances":true,"billing_reminders":true,"product":false},"theme":"system","date_format":"year_month_day","time_format":"hours24","currency":"USD"}
            """;
        using var customer = await TestCustomer.RegisterAsync(api);
        (await PreferencesAsync(customer)).ShouldBe(defaults.Trim());

        using var put = await PutAsync(customer, Preferences, new()
        {
            ["notifications"] = new JsonObject { ["instances"] = false },
            ["theme"] = "dark",
            ["date_format"] = "day_month_year",
            ["currency"] = "ZWG",
        });
        const string changed = """
            {"notifications":{"instances":false,"billing_reminders":true,"product":false},"theme":"dark","date_format":"day_month_year","time_format":"hours24","currency":"ZWG"}
            """;
        (await put.ShouldBeJsonAsync()).ToJsonString().ShouldBe(changed.Trim());
        (await PreferencesAsync(customer)).ShouldBe(changed.Trim());
        await using var db = api.Database.NewDb();
        var row = (await db.Customers.FindAsync(new CustomerId(customer.Id)))!;
        Enum.GetValues<MailTopic>().Where(row.Wants).ShouldBe([MailTopic.Security, MailTopic.Account, MailTopic.BillingReminders]);

        using var same = await PutAsync(customer, Preferences, new() { ["notifications"] = new JsonObject() });
        (await same.ShouldBeJsonAsync()).ToJsonString().ShouldBe(changed.Trim());
        using var reset = await PutAsync(customer, Preferences, new()
        {
            ["notifications"] = null,
            ["theme"] = null,
            ["date_format"] = null,
            ["currency"] = null,
        });
        reset.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PreferencesAsync(customer)).ShouldBe(defaults.Trim());
    }

    [Theory]
    [InlineData("""{"theme":"neon"}""", "theme")]
    [InlineData("""{"theme":1}""", "theme")]
    [InlineData("""{"currency":"XXX"}""", "currency")]
    [InlineData("""{"currency":"usd"}""", "currency")]
    [InlineData("""{"theme":"light,dark"}""", "theme")]
    [InlineData("""{"theme":" system "}""", "theme")]
    [InlineData("""{"theme":"SYSTEM"}""", "theme")]
    [InlineData("""{"notifications":{"security":false}}""", "notifications.security")]
    [InlineData("""{"notifications":{"instances":"no"}}""", "notifications.instances")]
    [InlineData("""{"date_format":"dd.mm.yyyy"}""", "date_format")]
    public async Task A_preference_that_does_not_exist_is_refused_by_field(string body, string field)
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        using var refused = await PutAsync(customer, Preferences, JsonNode.Parse(body)!.AsObject());
        await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [field]);
    }

    private static async Task<string> PreferencesAsync(TestCustomer customer)
    {
        using var read = await customer.Http.GetAsync(Preferences);
        return (await read.ShouldBeJsonAsync()).ToJsonString();
    }

    private static async Task<HttpResponseMessage> PutAsync(TestCustomer customer, string path, JsonObject body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await customer.Http.SendAsync(request);
    }
}
