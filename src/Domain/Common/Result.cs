using System.Diagnostics.CodeAnalysis;

namespace SaaSOdoo.Domain.Common;

/// <summary>Lets a generic caller make a failed result of any result type without reflection.</summary>
public interface IResult<out TSelf> where TSelf : IResult<TSelf>
{
    bool IsFailure { get; }

    Error Error { get; }

    static abstract TSelf Failure(Error error);
}

/// <summary>The outcome of something that has nothing to return.</summary>
public readonly struct Result : IResult<Result>
{
    private readonly Error? error;

    private Result(Error? error) => this.error = error;

    public static Result Success => default;

    public bool IsFailure => error is not null;

    public Error Error => error ?? throw new InvalidOperationException("A success has no error.");

    public static Result Failure(Error error) => new(error);

    public static implicit operator Result(Error error) => new(error);
}

/// <summary>Either a value or an <see cref="Common.Error"/>.</summary>
public readonly struct Result<T> : IResult<Result<T>>
{
    private readonly T? value;
    private readonly Error? error;

    private Result(T? value, Error? error) => (this.value, this.error) = (value, error);

    [MemberNotNullWhen(false, nameof(value))]
    public bool IsFailure => error is not null;

    public Error Error => error ?? throw new InvalidOperationException("A success has no error.");

    public T Value => IsFailure ? throw new InvalidOperationException($"A failure has no value: {error!.Code}.") : value;

    public static Result<T> Failure(Error error) => new(default, error);

    /// <summary>For a <typeparamref name="T"/> that is an interface: C# allows no implicit conversion from one.</summary>
    public static Result<T> From(T value) => new(value, null);

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Error error) => new(default, error);
}
