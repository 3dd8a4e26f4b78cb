using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Mono.Cecil;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Architecture.Tests.Rules;

internal static partial class DomainRules
{
    private static readonly string[] Outside =
    [
        "System.IO.", "System.Net.Http.", "System.Net.Sockets.", "System.Net.Dns::", "System.Diagnostics.Process", "System.Diagnostics.Stopwatch",
        "System.Console::", "System.Environment::Get", "System.Threading.Timer", "System.Threading.Thread::", "System.Threading.Tasks.Task::Delay",
        "System.TimeProvider::", "System.Random::", "System.Guid::NewGuid", "System.Guid::CreateVersion7()",
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today",
        "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
    ];

    /// <summary>The domain neither reads a clock or chance nor touches the outside: what it needs is passed in.</summary>
    public static Findings NoClockNoIo(IEnumerable<TypeDefinition> types) => Findings.Of(
        types,
        t => t.Name,
        t => Code.CallsOf(t).Where(c => Outside.Any(o => c.StartsWith(o, StringComparison.Ordinal))).Select(c => $"calls {c}"));

    /// <summary>State changes by methods named by the business.</summary>
    public static Findings NoPublicSetters(IEnumerable<Type> types) => Findings.Of(
        types.Where(t => t is { IsClass: true } && t.GetProperties().Length > 0),
        t => t.Name,
        t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(p => p.SetMethod is { IsPublic: true } setter && !IsInit(setter)).Select(p => $"{p.Name} has a public setter"));

    /// <summary>Aggregates come from a factory that answers a Result, never from a public constructor.</summary>
    public static Findings NoPublicConstructors(IEnumerable<Type> types) => Findings.Of(
        types.Where(t => t.IsSubclassOf(typeof(AggregateRoot)) && !t.IsAbstract),
        t => t.Name,
        t => t.GetConstructors().Select(_ => "has a public constructor"));

    /// <summary>Events have one stable wire name each, as <c>instance.running</c>.</summary>
    public static Findings EventNames(IEnumerable<Type> types)
    {
        var events = types.Where(t => t.IsSubclassOf(typeof(DomainEvent)) && !t.IsAbstract).ToList();
        var names = events.ToLookup(NameOf, StringComparer.Ordinal);
        return Findings.Of(events, t => t.Name, t => NameOf(t) switch
        {
            null => ["has no [EventName]"],
            var name when !WellFormed().IsMatch(name) => [$"has the ill-formed name {name}"],
            var name when names[name].Count() > 1 => [$"shares the name {name}"],
            _ => [],
        });
    }

    private static string? NameOf(Type type) => type.GetCustomAttribute<EventNameAttribute>()?.Name;

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    [GeneratedRegex("^[a-z]+(_[a-z]+)*\\.[a-z]+(_[a-z]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WellFormed();
}
