using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Provisioning;

/// <summary>
/// Where an instance lives and under which physical names. Written by convergence only (one operation at a time), so it never collides
/// with what customers change. Names come from the instance's id, never from what people typed.
/// </summary>
public sealed class InstanceAllocation
{
    private InstanceAllocation()
    {
    }

    public InstanceId InstanceId { get; private set; }

    /// <summary>Grows with every run of an operation and guards every save: a run that was taken over by another cannot write.</summary>
    public int Fence { get; private set; }

    public DatabaseServerId? DatabaseServerId { get; private set; }
    public DatabaseServer? DatabaseServer { get; private set; }

    /// <summary>Content id of the image it was provisioned with; a new image under the same name changes nothing until an update.</summary>
    public string? ImageId { get; private set; }

    /// <summary>Port reserved on the runtime's host; null while it does not run.</summary>
    public int? Port { get; private set; }

    /// <summary>The port it had last: asked for first, so that its address stays where that is possible.</summary>
    public int? LastPort { get; private set; }

    /// <summary>The address that Odoo's database was last told; it has to follow <see cref="Url"/>.</summary>
    public Uri? ToldUrl { get; private set; }
    public Uri? Url { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }

    public string Workload => WorkloadOf(InstanceId);

    public string Volume => Workload;

    public string Database => DatabaseOf(InstanceId);

    public string Role => Database;

    public static string WorkloadOf(InstanceId instance) => $"saasodoo-{instance.ShortId}";

    public static string DatabaseOf(InstanceId instance) => $"odoo_{instance.ShortId}";

    public static InstanceAllocation Of(InstanceId instance) => new() { InstanceId = instance };

    /// <summary>From here on only who reads it now may write.</summary>
    public void TakeOver() => Fence++;

    public void AllocateServer(DatabaseServer server) => (DatabaseServerId, DatabaseServer) = (server.Id, server);

    public void ReleaseServer() => (DatabaseServerId, DatabaseServer) = (null, null);

    public void PinImage(string imageId) => ImageId = imageId;

    public void Reserve(int port, Uri url) => (Port, LastPort, Url) = (port, port, url);

    public void Told(Uri url) => ToldUrl = url;

    public void Publish(DateTimeOffset now) => PublishedAt = now;

    public void Withdraw() => PublishedAt = null;

    /// <summary>Gives the port back; the next start asks for it again, and gets another if it is taken by then.</summary>
    public void FreePort() => (LastPort, Port, Url, PublishedAt) = (Port ?? LastPort, null, null, null);

    /// <summary>Somebody else on the host has the port, and will keep it.</summary>
    public void LosePort()
    {
        FreePort();
        LastPort = null;
    }
}
