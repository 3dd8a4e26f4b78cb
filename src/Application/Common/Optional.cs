namespace SaaSOdoo.Application.Common;

/// <summary>Whether a field was there, whatever its type.</summary>
public interface IOptional
{
    bool IsGiven { get; }
}

/// <summary>
/// A field of a change. Left out, it stays as it is; <c>null</c> sets its default; anything else is its new value. The one rule of all PUTs
/// (ADR 34), so that a client can change one field without knowing the others, also those that are added later.
/// </summary>
/// <param name="IsGiven">False when the field was left out, as it is by default.</param>
/// <param name="Value">Null when it was left out, or given as null.</param>
public readonly record struct Optional<T>(bool IsGiven, T? Value) : IOptional
{
    public static implicit operator Optional<T>(T? value) => new(IsGiven: true, value);
}

/// <summary>What holds after a change.</summary>
public static class OptionalFields
{
    /// <param name="current">What holds before.</param>
    /// <param name="byDefault">What null stands for. A field without a default is refused by the rules of its values.</param>
    public static T? Or<T>(this Optional<T> field, T? current, T? byDefault = null) where T : class =>
        field.IsGiven ? field.Value ?? byDefault : current;

    /// <inheritdoc cref="Or{T}(Optional{T}, T, T)"/>
    public static T Or<T>(this Optional<T?> field, T current, T byDefault) where T : struct =>
        field.IsGiven ? field.Value ?? byDefault : current;
}
