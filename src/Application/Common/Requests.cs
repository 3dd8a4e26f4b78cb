using MediatR;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Common;

/// <summary>
/// Marks what changes something. A command with text, numbers or lists has a validator of their shape; ids and switches need none, since
/// binding them has checked it.
/// </summary>
public interface ICommandBase;

public interface ICommand : ICommandBase, IRequest<Result>;

public interface ICommand<T> : ICommandBase, IRequest<Result<T>>;

/// <summary>
/// Marks a command whose refusal is saved as well, because it was counted: wrong passwords lock. What any other command did before it
/// refused is undone. Its handler saves in both cases.
/// </summary>
public interface ICountsFailures : ICommandBase;

/// <summary>Marks what only reads: no tracking, no side effect.</summary>
public interface IQuery<T> : IRequest<Result<T>>;
