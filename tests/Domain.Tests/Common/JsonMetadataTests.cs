using System.Text.Json;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Tests.Common;

public sealed class JsonMetadataTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"team":"sales","n":1.5,"deep":{"a":[1,true,null,"é"]}}""")]
    public void Free_json_is_taken(string json) => Check(json).IsFailure.ShouldBeFalse();

    [Theory]
    [InlineData("""{"a":"\u0000"}""")]
    [InlineData("""{"a":["x\u0000"]}""")]
    [InlineData("""{"a":{"\u0000":1}}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":1e400}""")]
    [InlineData("""{"":1}""")]
    public void Json_that_jsonb_cannot_hold_is_refused(string json) => Check(json).Error.Fields.Keys.ShouldBe(["metadata"]);

    [Fact]
    public void Size_entries_and_keys_are_bounded()
    {
        Check(Entry("a", JsonMetadata.MaxBytes - 3)).IsFailure.ShouldBeFalse();
        Check(Entry("a", JsonMetadata.MaxBytes - 2)).Error.Code.ShouldBe("metadata.too_large");
        Check(Entry(new string('k', 100), 1)).IsFailure.ShouldBeFalse();
        Check(Entry(new string('k', 101), 1)).Error.Code.ShouldBe("metadata.key");
        Check(Entries(64)).IsFailure.ShouldBeFalse();
        Check(Entries(65)).Error.Code.ShouldBe("metadata.too_many");
    }

    [Fact]
    public void Depth_is_bounded_far_below_what_writers_nest()
    {
        Check(Nested(JsonMetadata.MaxDepth)).IsFailure.ShouldBeFalse();
        Check(Nested(JsonMetadata.MaxDepth + 1)).Error.Code.ShouldBe("metadata.too_deep");
        Check(Nested(61)).Error.Code.ShouldBe("metadata.too_deep");
    }

    [Fact]
    public void Numbers_count_as_they_are_written_back()
    {
        Check($$"""{"a":[{{string.Join(',', Enumerable.Repeat("1e308", 50))}}]}""").IsFailure.ShouldBeFalse();
        Check($$"""{"a":[{{string.Join(',', Enumerable.Repeat("1e308", 2700))}}]}""").Error.Code.ShouldBe("metadata.too_large");
        Check("""{"a":1e-20000}""").Error.Code.ShouldBe("metadata.too_large");
        Check("""{"a":0e99999999999999999999}""").Error.Code.ShouldBe("metadata.too_large");
    }

    private static string Nested(int depth) =>
        $$"""{"a":{{new string('[', depth - 1)}}{{new string(']', depth - 1)}}}""";

    private static string Entry(string key, int length) => $$"""{"{{key}}":"{{new string('x', length)}}"}""";

    private static string Entries(int count) => $"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"k{i}\":1"))}}}";

    private static Result Check(string json) =>
        JsonMetadata.Check("metadata", JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json));
}
