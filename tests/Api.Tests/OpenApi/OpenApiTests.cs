using System.Net;
using System.Text.Json.Nodes;
using SaaSOdoo.Api.Tests.Http;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.OpenApi;

public sealed class OpenApiTests(ConventionApi api) : IClassFixture<ConventionApi>
{
    [Fact]
    public async Task An_operation_has_its_name_summary_tag_security_and_all_its_answers()
    {
        var operation = (await DocumentAsync())["paths"]!["/api/v1/test/widgets"]!["post"]!;
        operation["operationId"]!.GetValue<string>().ShouldBe("create_widget");
        operation["summary"]!.GetValue<string>().ShouldBe("Makes a widget");
        operation["tags"]!.ToJsonString().ShouldBe("""["Widgets"]""");
        operation["security"]!.ToJsonString().ShouldBe("""[{"Bearer":[]}]""");
        operation["responses"]!.AsObject().Select(r => r.Key)
            .ShouldBe(["201", "400", "401", "402", "409", "413", "415", "422", "500", "503"], ignoreOrder: true);
    }

    [Fact]
    public async Task Every_problem_is_documented_with_its_schema_and_an_example()
    {
        var operation = (await DocumentAsync())["paths"]!["/api/v1/test/widgets"]!["post"]!;
        var problems = operation["responses"]!.AsObject().Where(r => r.Key[0] is '4' or '5').ToList();
        problems.Count.ShouldBe(9);
        problems.ShouldAllBe(p => p.Value!["content"]!["application/problem+json"]!["schema"]!["$ref"]!.GetValue<string>() == "#/components/schemas/Problem");
        problems.ShouldAllBe(p => p.Value!["content"]!["application/problem+json"]!["example"]!["status"]!.GetValue<int>().ToString() == p.Key);
    }

    [Fact]
    public async Task Bodies_have_examples()
    {
        var operation = (await DocumentAsync())["paths"]!["/api/v1/test/widgets"]!["post"]!;
        const string example = """{"name":"w","size":1,"kind":"very_fancy","note":null,"at":null,"part":{"name":"p","count":1},"tags":["a"]}""";
        operation["requestBody"]!["content"]!["application/json"]!["example"]!.ToJsonString().ShouldBe(example);
        operation["responses"]!["201"]!["content"]!["application/json"]!["example"]!.ToJsonString().ShouldBe(example);
    }

    [Fact]
    public async Task Schemas_say_what_may_be_null_or_left_out_and_enums_are_strings()
    {
        var schemas = (await DocumentAsync())["components"]!["schemas"]!;
        schemas["WidgetKind"]!.ToJsonString().ShouldBe("""{"enum":["plain","very_fancy"],"type":"string"}""");
        schemas["Widget"]!["required"]!.ToJsonString().ShouldBe("""["kind","name","size"]""");
        schemas["Widget"]!["properties"]!["note"]!.ToJsonString().ShouldBe("""{"type":"string","nullable":true}""");
        schemas["Widget"]!["properties"]!["part"]!["nullable"]!.GetValue<bool>().ShouldBeTrue();
        schemas["Part"]!["required"]!.ToJsonString().ShouldBe("""["name"]""");
        schemas["Part"]!["properties"]!["count"]!["default"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Parameters_have_their_wire_names_and_types()
    {
        var paths = (await DocumentAsync())["paths"]!;
        paths["/api/v1/test/list"]!["get"]!["parameters"]!.AsArray().Select(p => $"{p!["name"]} {p["schema"]!.ToJsonString()}").ShouldBe([
            """limit {"maximum":100,"minimum":1,"type":"integer","default":20}""",
            """cursor {"type":"string","format":"uuid"}""",
        ]);
        paths["/api/v1/test/widgets/{id}"]!["get"]!["parameters"]![0]!["schema"]!.ToJsonString().ShouldBe("""{"type":"string","format":"uuid"}""");
        paths["/api/v1/test/chosen"]!["get"]!["parameters"]![0]!["schema"]!["$ref"]!.GetValue<string>().ShouldBe("#/components/schemas/WidgetKind");
    }

    [Theory]
    [InlineData("/api/v1/test/list")]
    [InlineData("/api/v1/test/count")]
    [InlineData("/api/v1/test/me")]
    public async Task Every_operation_states_422_because_none_takes_an_unknown_parameter(string path)
    {
        var operation = (await DocumentAsync())["paths"]![path]!["get"]!;
        operation["responses"]!.AsObject().ContainsKey("422").ShouldBeTrue();
    }

    [Fact]
    public async Task A_field_of_a_change_may_be_left_out_or_null_and_has_the_schema_of_its_value()
    {
        var body = (await DocumentAsync())["components"]!["schemas"]!["InstanceChangeBody"]!;
        (body["required"] as JsonArray).ShouldBeNull();
        var properties = body["properties"]!.AsObject();
        properties.Count.ShouldBe(10);
        properties.ShouldAllBe(p => p.Value!["nullable"]!.GetValue<bool>());
        properties["memory_limit"]!["type"]!.GetValue<string>().ShouldBe("string");
        properties["cpu_limit"]!["type"]!.GetValue<string>().ShouldBe("number");
        properties["instance_type"]!.ToJsonString().ShouldContain("#/components/schemas/InstanceType");
    }

    [Fact]
    public async Task Conditional_requests_are_documented()
    {
        var document = await DocumentAsync();
        var get = document["paths"]!["/api/v1/test/widgets/{id}"]!["get"]!;
        get["responses"]!["304"]!["$ref"]!.GetValue<string>().ShouldBe("#/components/responses/not_modified");
        get["parameters"]!.AsArray().Select(p => p!["name"]!.GetValue<string>()).ShouldContain("If-None-Match");
        document["components"]!["responses"]!["not_modified"]!["headers"]!["ETag"].ShouldNotBeNull();
        document["paths"]!["/api/v1/auth/sessions/{id}"]!["delete"]!["responses"]!.AsObject().ContainsKey("412").ShouldBeTrue();
    }

    [Fact]
    public async Task A_resource_with_a_version_documents_none_in_its_body()
    {
        var schemas = (await DocumentAsync())["components"]!["schemas"]!;
        schemas["Versioned"]!["properties"]!.AsObject().Select(p => p.Key).ShouldBe(["id"]);
    }

    [Fact]
    public async Task The_page_is_served()
    {
        using var client = api.ClientOf(token: null);
        using var response = await client.GetAsync("/swagger");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldContain("SaaSOdoo API");
    }

    private async Task<JsonObject> DocumentAsync()
    {
        using var client = api.ClientOf(token: null);
        using var response = await client.GetAsync("/swagger/v1/swagger.json");
        return await response.ShouldBeJsonAsync();
    }
}
