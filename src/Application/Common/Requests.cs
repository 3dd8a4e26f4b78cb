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
/// Marks a command that works long before it needs the database (hashing a password takes its turn): nothing is open for it meanwhile. Its
/// handler calls <see cref="CommandTransaction.OpenAsync"/> before its first change; the commit follows it as for every command.
/// </summary>
public interface IOpensItsTransaction : ICommandBase;

/// <summary>Marks what only reads: no tracking, no side effect.</summary>
public interface IQuery<T> : IRequest<Result<T>>;
