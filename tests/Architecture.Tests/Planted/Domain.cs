using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Architecture.Tests.Planted.Domain;

internal sealed class Pure : AggregateRoot
{
    private Pure()
    {
    }

    public DateTimeOffset At { get; private set; }

    public static Pure Make(DateTimeOffset now) => new() { At = now };
}

internal sealed class ReadsTheClock
{
    public static async Task<DateTimeOffset> Now()
    {
        await Task.Yield();
        return DateTimeOffset.UtcNow;
    }
}

internal sealed class WritesAFile
{
    public static void Write() => File.WriteAllText("x", "y");
}

internal sealed class IsSettable
{
    public string Name { get; set; } = "";
}

internal sealed record IsInitOnly
{
    public string Name { get; init; } = "";
}

internal sealed class IsConstructible : AggregateRoot;

[EventName("pure.made")]
internal sealed record Made(DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => default;
}

internal sealed record Nameless(DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => default;
}

[EventName("PureBroken")]
internal sealed record IllFormed(DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => default;
}

[EventName("pure.same")]
internal sealed record Same(DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => default;
}

[EventName("pure.same")]
internal sealed record SameAgain(DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => default;
}
