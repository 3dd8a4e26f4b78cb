using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MediatR;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Api.Http;

/// <summary>
/// What GET gave, PUT takes: a body may hold what a resource shows and nobody can change, as long as it says what the resource says. A
/// member with another value is refused by name, and one that no representation has is an unknown field as ever.
/// </summary>
internal static class ReadOnlyMembers
{
    private static readonly ConditionalWeakTable<object, Dictionary<string, JsonElement>> Given = [];
    private static readonly Dictionary<Type, Type> Representations = [];

    /// <summary>For the serializer: takes these members along with a body.</summary>
    public static void TakeAlong(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !TryFind(type.Type, out var representation))
            return;

        var own = type.Properties.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in type.Options.GetTypeInfo(representation).Properties.Select(p => p.Name).Where(n => n != "version" && !own.Contains(n)))
        {
            var member = type.CreateJsonPropertyInfo(typeof(JsonElement), name);
            member.Set = (body, value) => Given.GetOrCreateValue(body)[name] = (JsonElement)value!;
            type.Properties.Add(member);
        }
    }

    /// <summary>The body of a PUT takes along what GET answers at the same address.</summary>
    /// <param name="query">What GET asks for this request.</param>
    /// <param name="observed">Members that change by themselves: what was read a moment ago may be old, and is not compared.</param>
    public static RouteHandlerBuilder TakesBack<TBody, TDto>(
        this RouteHandlerBuilder endpoint, Func<EndpointFilterInvocationContext, IQuery<TDto>> query, params string[] observed)
        where TBody : class where TDto : IVersioned
    {
        lock (Representations)
            Representations[typeof(TBody)] = typeof(TDto);

        return endpoint.AddEndpointFilter(async (context, next) =>
        {
            if (context.Arguments.OfType<TBody>().FirstOrDefault() is not { } body || !Given.TryGetValue(body, out var given))
                return await next(context);

            var mediator = context.HttpContext.RequestServices.GetRequiredService<IMediator>();
            var current = await mediator.Send(query(context), context.HttpContext.RequestAborted);
            if (current.IsFailure)
                return new ProblemResult(current.Error);
            if (IfMatch.Check(context.Arguments.OfType<IfMatch>().FirstOrDefault(), current.Value.Version) is { IsFailure: true } outdated)
                return new ProblemResult(outdated.Error);

            var options = context.HttpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            var shown = JsonSerializer.SerializeToElement(current.Value, options);
            var changed = given.Where(m => !observed.Contains(m.Key, StringComparer.Ordinal) && !JsonElement.DeepEquals(m.Value, shown.GetProperty(m.Key)))
                .Select(m => (m.Key, "cannot be changed here: leave it out, or send what GET gave")).ToList();
            return changed.Count == 0 ? await next(context) : new ProblemResult(FieldErrors.Of(changed));
        });
    }

    private static bool TryFind(Type body, out Type representation)
    {
        lock (Representations)
            return Representations.TryGetValue(body, out representation!);
    }
}
