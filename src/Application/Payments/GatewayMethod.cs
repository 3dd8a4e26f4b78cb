using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Payments;

/// <summary>How a customer can pay: all methods but those that operators enter.</summary>
public enum GatewayMethod
{
    Ecocash,
    Onemoney,
    Innbucks,

    /// <summary>On the gateway's own page.</summary>
    Web,
}

internal static class GatewayMethods
{
    public static PaymentMethod ToMethod(this GatewayMethod method) => method switch
    {
        GatewayMethod.Ecocash => PaymentMethod.Ecocash,
        GatewayMethod.Onemoney => PaymentMethod.Onemoney,
        GatewayMethod.Innbucks => PaymentMethod.Innbucks,
        GatewayMethod.Web => PaymentMethod.Web,
    };
}
