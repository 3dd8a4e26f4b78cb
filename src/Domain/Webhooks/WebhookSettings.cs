using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Events;

namespace SaaSOdoo.Domain.Webhooks;

/// <summary>What a customer says about an endpoint, checked.</summary>
public sealed record WebhookSettings
{
    public const int DescriptionMaxLength = 200;

    /// <summary>Every public event, those to come included.</summary>
    public const string Everything = "*";

    private WebhookSettings(Uri url, List<string> eventTypes, string? description, bool enabled) =>
        (Url, EventTypes, Description, Enabled) = (url, eventTypes, description, enabled);

    public Uri Url { get; }
    public List<string> EventTypes { get; }
    public string? Description { get; }
    public bool Enabled { get; }

    /// <param name="allowPrivate">For development: also http, and any host.</param>
    public static Result<WebhookSettings> Create(
        string? url, IReadOnlyList<string?>? eventTypes, string? description, bool enabled, bool allowPrivate)
    {
        var errors = new Errors();
        var target = errors.Take(WebhookUrl.Create("url", url, allowPrivate));
        var types = errors.Take(Types(eventTypes));
        var text = errors.Take(PlainName.Optional("description", description, DescriptionMaxLength));
        return errors.Any ? errors.ToError() : new WebhookSettings(target!, types!, text, enabled);
    }

    private static Result<List<string>> Types(IReadOnlyList<string?>? given)
    {
        var types = (given ?? []).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (types.Count == 0 || given!.Contains(null))
            return Error.Invalid("event_types", "webhook.event_types_missing", $"Name at least one event type, or {Everything} for all.");

        var unknown = types.Find(t => t != Everything && !PublicEvents.Contains(t));
        return unknown is null
            ? types
            : Error.Invalid("event_types", "webhook.event_type_unknown", "One of these is no public event type; see the list of events.");
    }
}
