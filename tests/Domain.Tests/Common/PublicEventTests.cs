using System.Runtime.CompilerServices;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Events;

namespace SaaSOdoo.Domain.Tests.Common;

public sealed class PublicEventTests
{
    /// <summary>The only free text that leaves the platform: each was looked at. A new one is added here when it cannot hold a secret.</summary>
    private static readonly string[] Texts =
    [
        "instance.failed Code", "instance.failed Message", "operation.finished ErrorCode",
        // Codes and words of ours about an archive, as the operation shows them.
        "backup.failed Code", "backup.failed Message", "backup.proof_failed Code", "backup.proof_failed Message", "instance.restore_failed Code", "instance.restore_failed Message",
        // The invoice's number and a code: no text that anybody typed.
        "invoice.issued Number", "invoice.issued Currency",
        "invoice.paid Number", "invoice.paid Currency",
        "invoice.credited Number", "invoice.credited Currency", "invoice.credited CreditNoteNumber",
        "invoice.voided Number",
        "invoice.uncollectible Number", "invoice.uncollectible Currency",
        "invoice.reopened Number", "invoice.reopened Currency",
        // A plan's code, which everybody reads in the catalogue.
        "subscription.change_requested Plan", "subscription.change_dropped Plan", "subscription.changed Plan",
    ];

    private static readonly List<Type> Types = [.. PublicEvents.All.Keys.Select(EventNames.TypeOf)];

    [Fact]
    public void Only_known_texts_leave_the_platform_and_otherwise_ids_numbers_times_and_choices()
    {
        var texts = Types.SelectMany(t => t.GetProperties().Where(p => p.PropertyType == typeof(string)).Select(p => $"{EventNames.NameOf(t)} {p.Name}"));
        texts.ShouldBe(Texts, ignoreOrder: true);

        var others = Types.SelectMany(t => t.GetProperties()).Select(p => Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType)
            .Where(t => t != typeof(string)).Distinct().ToList();
        others.Count.ShouldBeGreaterThan(5);
        others.Where(t => !t.IsEnum && t != typeof(DateTimeOffset) && t != typeof(int) && t != typeof(long) && t != typeof(decimal) && t != typeof(Guid) && t != typeof(bool) && !IsId(t)).ShouldBeEmpty();
    }

    [Fact]
    public void Public_events_belong_to_a_tenant()
    {
        Types.Count.ShouldBeGreaterThan(15);
        var without = Types.Where(t => ((DomainEvent)RuntimeHelpers.GetUninitializedObject(t)).Tenant is null).Select(t => t.Name);
        without.ShouldBeEmpty();
    }

    private static bool IsId(Type type) => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));
}
