using MediatR;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Common;

/// <summary>Marks what changes something; every command has a validator.</summary>
public interface ICommandBase;

public interface ICommand : ICommandBase, IRequest<Result>;

public interface ICommand<T> : ICommandBase, IRequest<Result<T>>;

/// <summary>Marks what only reads: no tracking, no side effect.</summary>
public interface IQuery<T> : IRequest<Result<T>>;
