using System.Diagnostics;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Common;

internal static class Callers
{
    /// <summary>The caller as the one who asks for an operation, with the trace of the request.</summary>
    public static Requester AsRequester(this ICaller caller) => new(caller.CustomerId, Activity.Current?.Id);
}
