using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Provisioning;

/// <summary>Where a database server is: a name or an address, and a port. Whether it is there is found out by asking.</summary>
public static class ServerAddress
{
    private const int MaxPort = 65_535;

    public static Result Check(string hostField, string? host, string portField, int port)
    {
        var errors = new Errors();
        errors.Take(CheckHost(hostField, host));
        if (port is < 1 or > MaxPort)
            errors.Take(Result.Failure(Error.Invalid(portField, "number.out_of_range", $"Give a whole number from 1 to {MaxPort}.")));
        return errors.Any ? errors.ToError() : Result.Success;
    }

    // Nothing that a connection string would read as something else: a path of a socket, a list of hosts.
    private static Result CheckHost(string field, string? host) =>
        host is { Length: > 0 and <= DatabaseServer.HostMaxLength } && Uri.CheckHostName(host) != UriHostNameType.Unknown
            ? Result.Success
            : Error.Invalid(field, "host_name.invalid", "Give a host name or an IP address.");
}
