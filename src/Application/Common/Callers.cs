using System.Diagnostics;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Common;

internal static class Callers
{
    /// <summary>The person at work: the operator, where one acts for the customer.</summary>
    public static CustomerId Person(this ICaller caller) => caller.OperatorId ?? caller.CustomerId;

    /// <summary>The caller as the one who asks for an operation, with the trace of the request.</summary>
    public static Requester AsRequester(this ICaller caller) => new(caller.Person(), Activity.Current?.Id);
}
