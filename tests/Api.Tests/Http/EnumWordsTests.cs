using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SaaSOdoo.Api.Http;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

/// <summary>Every enum that a request can hold, wherever it stands, found by reflection.</summary>
public sealed class EnumWordsTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public void Every_enum_of_a_body_takes_exactly_its_words()
    {
        var options = api.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var enums = Endpoints().SelectMany(e => e.Metadata.OfType<IAcceptsMetadata>()).Select(a => a.RequestType).OfType<Type>()
            .SelectMany(type => EnumsIn(type, [])).Distinct().ToList();
        enums.Count.ShouldBeGreaterThan(6);
        foreach (var type in enums)
        {
            foreach (var member in Enum.GetValues(type))
            {
                var word = JsonSerializer.Serialize(member, type, options);
                JsonSerializer.Deserialize(word, type, options).ShouldBe(member);
                var bare = word.Trim('"');
                string[] alike = [$"\"{bare},{bare}\"", $"\" {bare}\"", $"\"{bare} \"", $"\"{bare.ToUpperInvariant()}\"", $"{member:D}", $"\"{member:D}\"", "[]", "true"];
                foreach (var wrong in alike)
                    Should.Throw<JsonException>(() => JsonSerializer.Deserialize(wrong, type, options), wrong).Message.ShouldStartWith("must be one of: ");
            }
        }
    }

    [Fact]
    public void No_parameter_is_an_enum_that_frameworks_parse()
    {
        var parameters = Endpoints().SelectMany(e => e.Metadata.OfType<MethodInfo>()).SelectMany(m => m.GetParameters())
            .SelectMany(p => p.IsDefined(typeof(Microsoft.AspNetCore.Http.AsParametersAttribute))
                ? p.ParameterType.GetProperties().Select(x => (x.Name, x.PropertyType))
                : [(p.Name!, p.ParameterType)]).ToList();
        parameters.Count(p => Underlying(p.Item2) is { IsGenericType: true } t && t.GetGenericTypeDefinition() == typeof(EnumQuery<>)).ShouldBeGreaterThan(5);
        parameters.Where(p => Underlying(p.Item2).IsEnum).ShouldBeEmpty();
    }

    private List<RouteEndpoint> Endpoints() => [.. api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal))];

    private static List<Type> EnumsIn(Type declared, HashSet<Type> seen)
    {
        var type = Underlying(declared);
        if (!seen.Add(type))
            return [];
        if (type.IsEnum)
            return [type];

        var parts = type.GetGenericArguments().AsEnumerable();
        if (type.Namespace?.StartsWith(nameof(SaaSOdoo), StringComparison.Ordinal) == true)
            parts = parts.Concat(type.GetProperties().Select(p => p.PropertyType));
        return parts.SelectMany(p => EnumsIn(p, seen)).ToList();
    }

    private static Type Underlying(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
