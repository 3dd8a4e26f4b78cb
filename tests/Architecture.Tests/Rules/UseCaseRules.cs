using System.Reflection;
using System.Runtime.CompilerServices;
using FluentValidation;
using MediatR;
using Mono.Cecil;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Architecture.Tests.Rules;

internal static class UseCaseRules
{
    private static readonly string[] SecretNames = ["Password", "Secret", "Token"];

    /// <summary>The container drops the pipeline's behaviours, without a word, for any other response.</summary>
    public static Findings RequestsReturnResults(IEnumerable<Type> types) => Findings.Of(
        types.Where(t => IsRequest(t) && !t.IsInterface),
        t => t.Name,
        t => Answers(t).Where(a => !IsResult(a)).Select(a => $"answers {a.Name}"));

    public static Findings RequestsHaveOneHandler(IReadOnlyCollection<Type> types) => Findings.Of(
        types.Where(t => IsRequest(t) && !t.IsInterface),
        t => t.Name,
        t => types.Count(h => Handled(h).Contains(t)) is var count && count == 1 ? [] : [$"has {count} handlers"]);

    /// <summary>Of commands with something to check: text, numbers, lists, or an object that holds some.</summary>
    public static Findings CommandsHaveValidators(IReadOnlyCollection<Type> types, string[] excepted) => Findings.Of(
        types.Where(t => t.IsAssignableTo(typeof(ICommandBase)) && !t.IsInterface),
        t => t.Name,
        t => (t.GetProperties().Any(p => HasShape(p.PropertyType)), IsValidated(t, types), excepted.Contains(t.Name)) switch
        {
            (true, false, false) => ["has no validator"],
            (_, true, true) or (false, _, true) => ["needs no exception"],
            _ => [],
        });

    public static Findings ValidatorsHaveRules(IEnumerable<Type> types) => Findings.Of(
        types.Where(t => t is { IsAbstract: false, ContainsGenericParameters: false } && t.IsAssignableTo(typeof(IValidator))),
        t => t.Name,
        t => RulesOf(t).Any() ? [] : ["checks nothing"]);

    /// <summary>Nobody calls them by name: the mediator finds them.</summary>
    public static Findings HandlersAndValidatorsAreInternalAndSealed(IEnumerable<Type> types) => Findings.Of(
        types.Where(t => !t.IsAbstract && (Handled(t).Any() || t.IsAssignableTo(typeof(IValidator)))),
        t => t.Name,
        t => (t.IsPublic || t.IsNestedPublic ? (string[])["is public"] : []).Concat(t.IsSealed ? [] : ["is not sealed"]));

    /// <summary>A use case that sends another hides a transaction in a transaction.</summary>
    public static Findings HandlersSendNothing(IEnumerable<TypeDefinition> types) => LayerRules.NeverUse(
        types.Where(IsHandler), u => u.FullName is "MediatR.IMediator" or "MediatR.Mediator");

    /// <summary>
    /// The pipeline owns a command's transaction: its handler neither begins nor ends one. A step runs in the worker, where one may be
    /// asked for (<see cref="Transactions"/>), but not held.
    /// </summary>
    public static Findings CommandsHoldNoTransaction(IReadOnlyCollection<TypeDefinition> types)
    {
        var commands = types.Where(t => t.Interfaces.Any(i => IsCommand(i.InterfaceType))).Select(t => t.FullName).ToHashSet(StringComparer.Ordinal);
        return LayerRules.NeverUse(
            types.Where(t => IsStep(t) || (IsHandler(t) && commands.Contains(RequestOf(t).FullName))),
            (t, u) => u.Name is nameof(UnitOfWork) or "IDbContextTransaction" or "DbTransaction" || (u.Name == nameof(Transactions) && !IsStep(t)));
    }

    /// <summary>Types that begin a transaction or set a savepoint.</summary>
    public static Findings NobodyBegins(IEnumerable<TypeDefinition> types) => Findings.Of(
        types,
        t => t.Name,
        t => Code.CallsOf(t).Where(c => c.Contains("::BeginTransaction", StringComparison.Ordinal) || c.Contains("::CreateSavepoint", StringComparison.Ordinal)));

    /// <summary>A record prints all its members, wherever it is logged.</summary>
    public static Findings SecretsAreNotPrinted(IEnumerable<Type> types) => Findings.Of(
        types.Where(t => IsRequest(t) && !t.IsInterface && t.GetProperties().Any(IsSecret)),
        t => t.Name,
        t => t.GetMethod(nameof(ToString), Type.EmptyTypes)!.IsDefined(typeof(CompilerGeneratedAttribute)) ? ["prints its secret"] : []);

    private static bool IsSecret(PropertyInfo property) =>
        property.PropertyType == typeof(string) && Array.Exists(SecretNames, n => property.Name.EndsWith(n, StringComparison.Ordinal));

    /// <summary>
    /// What an endpoint sends asks who the caller is, or is named as public: a handler that forgets answers with other people's data.
    /// </summary>
    public static Findings HandlersAskForTheCaller(IEnumerable<TypeDefinition> endpoints, IEnumerable<TypeDefinition> handlers, string[] open)
    {
        var sent = endpoints.SelectMany(e => Code.TypesUsedBy(e)).Select(t => t.FullName).ToHashSet(StringComparer.Ordinal);
        return Findings.Of(
            handlers.Where(IsHandler).Select(h => (Handler: h, Request: RequestOf(h))).Where(h => sent.Contains(h.Request.FullName) && !open.Contains(h.Request.Name)),
            h => h.Handler.Name,
            h => Code.CallsOf(h.Handler).Any(AsksForCaller) ? [] : ["never asks who the caller is"]);
    }

    private static bool AsksForCaller(string call) =>
        call.StartsWith("SaaSOdoo.Application.Common.ICaller::", StringComparison.Ordinal)
        || call.StartsWith("SaaSOdoo.Application.Common.Ownership::", StringComparison.Ordinal);

    private static bool IsStep(TypeDefinition type) => type.Interfaces.Any(i => i.InterfaceType.Name == nameof(IProvisioningStep));

    private static bool IsCommand(TypeReference type) => type.GetElementType().FullName is
        "SaaSOdoo.Application.Common.ICommand" or "SaaSOdoo.Application.Common.ICommand`1" or "SaaSOdoo.Application.Common.ICommandBase";

    // What it asks while it validates is not needed to have rules.
    private static IEnumerable<IValidationRule> RulesOf(Type validator)
    {
        var constructor = validator.GetConstructors().Single();
        return (IEnumerable<IValidationRule>)constructor.Invoke(new object?[constructor.GetParameters().Length]);
    }

    private static bool IsValidated(Type command, IEnumerable<Type> types) =>
        types.Any(v => v.IsAssignableTo(typeof(IValidator<>).MakeGenericType(command)) && !v.IsAbstract);

    private static bool HasShape(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } => false,
        var t when t == typeof(bool) || t == typeof(IfMatch) || t == typeof(DateTimeOffset) || IsId(t) => false,
        var t when t.Namespace!.StartsWith(nameof(SaaSOdoo), StringComparison.Ordinal) => t.GetProperties().Any(p => HasShape(p.PropertyType)),
        _ => true,
    };

    private static bool IsId(Type type) => Array.Exists(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));

    private static bool IsHandler(TypeDefinition type) => type.Interfaces.Any(IsHandlerInterface);

    private static bool IsHandlerInterface(InterfaceImplementation i) => i.InterfaceType.GetElementType().FullName == "MediatR.IRequestHandler`2";

    private static TypeReference RequestOf(TypeDefinition handler) =>
        ((GenericInstanceType)handler.Interfaces.Single(IsHandlerInterface).InterfaceType).GenericArguments[0];

    private static bool IsRequest(Type type) => Answers(type).Any();

    private static IEnumerable<Type> Answers(Type type) => Arguments(type, typeof(IRequest<>)).Select(a => a[0]);

    private static IEnumerable<Type> Handled(Type type) => Arguments(type, typeof(IRequestHandler<,>)).Select(a => a[0]);

    private static IEnumerable<Type[]> Arguments(Type type, Type open) =>
        type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == open).Select(i => i.GetGenericArguments());

    private static bool IsResult(Type type) =>
        type == typeof(Result) || type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Result<>);
}
